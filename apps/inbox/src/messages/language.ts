// Which language the page speaks: the one chosen here, else the browser's, else English.
import { createCell, useCell } from '../state/cell.ts'
import { storedText } from '../state/stored.ts'
import { de } from './de.ts'
import { en, type Messages } from './en.ts'

export const catalogues = { en, de } as const satisfies Readonly<Record<string, Messages>>
export type Language = keyof typeof catalogues

const stored = storedText('language')
const isLanguage = (text: string | undefined): text is Language => text !== undefined && Object.hasOwn(catalogues, text)

function preferred(): Language {
  const chosen = stored.read()
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const language = createCell<Language>(preferred())
document.documentElement.lang = language.get()

export function chooseLanguage(next: Language): void {
  stored.write(next)
  document.documentElement.lang = next
  language.set(next)
}

export const useMessages = (): Messages => catalogues[useCell(language)]
export const messages = (): Messages => catalogues[language.get()]
