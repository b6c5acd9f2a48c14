// What this browser remembers of a person's wishes. Where it remembers nothing, everything still works.

export interface Stored {
  read(): string | undefined
  write(text: string): void
}

export function storedText(name: string): Stored {
  const key = `holdpoint.${name}`
  return {
    read() {
      try {
        return localStorage.getItem(key) ?? undefined
      } catch {
        return undefined
      }
    },
    write(text) {
      try {
        localStorage.setItem(key, text)
      } catch {
        // A private window may keep nothing; the wish then lasts as long as the page.
      }
    },
  }
}
