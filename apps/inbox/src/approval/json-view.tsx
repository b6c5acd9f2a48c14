// Any JSON as a tree in which every key and value is there. Parts can be closed, but begin open.
import type { Json } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Shown, ShownLines } from '../text/shown.tsx'
import { Fold } from './fold.tsx'

/** A larger tree begins folded, and is then drawn as text: thousands of elements would make the page slow. */
const mostNodes = 400
const longText = 80

export function JsonView({ label, json }: { readonly label: string; readonly json: Json }) {
  const t = useMessages()
  const nodes = countNodes(json)
  if (nodes <= mostNodes)
    return (
      <div class="json" role="group" aria-label={label}>
        <Value json={json} />
      </div>
    )
  const text = JSON.stringify(json, undefined, 2)
  const start = text.split('\n', 40).join('\n').slice(0, 4_000)
  const block = (shown: string) => (
    <pre class="text" role="group" aria-label={label}>
      <ShownLines text={shown} />
    </pre>
  )
  return <Fold hidden={t.characters(text.length - start.length)} start={block(start)} whole={() => block(text)} />
}

function Value({ json }: { readonly json: Json }) {
  if (typeof json === 'string')
    return json.includes('\n') || json.length > longText ? (
      <pre class="string">
        <ShownLines text={json} />
      </pre>
    ) : (
      <span class="string">
        “<Shown text={json} />”
      </span>
    )
  if (typeof json !== 'object' || json === null) return <span class="literal">{String(json)}</span>
  const entries = Object.entries(json)
  if (entries.length === 0) return <span class="literal">{Array.isArray(json) ? '[ ]' : '{ }'}</span>
  return (
    <ul>
      {entries.map(([name, value]) => (
        <li key={name}>
          {isBranch(value) ? (
            <details open>
              <summary>
                <Name name={name} isIndex={Array.isArray(json)} />
              </summary>
              <Value json={value} />
            </details>
          ) : (
            <>
              <Name name={name} isIndex={Array.isArray(json)} /> <Value json={value} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Name({ name, isIndex }: { readonly name: string; readonly isIndex: boolean }) {
  return (
    <span class={isIndex ? 'name index' : 'name'}>
      {isIndex ? Number(name) + 1 : <Shown text={name} />}
      {isIndex ? '.' : ':'}
    </span>
  )
}

const isBranch = (json: Json): boolean => typeof json === 'object' && json !== null && Object.keys(json).length > 0

function countNodes(json: Json): number {
  if (typeof json !== 'object' || json === null) return typeof json === 'string' ? 1 + json.length / 200 : 1
  return Object.values(json).reduce<number>((sum, value) => sum + countNodes(value), 1)
}
