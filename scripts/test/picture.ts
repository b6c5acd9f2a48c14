// Reads the boxes and arrows of the picture in docs/architecture.md, and compares them with imports as they are.

export interface Picture {
  /** Box → the files in it, as regular expressions on paths from the root. */
  readonly boxes: ReadonlyMap<string, readonly RegExp[]>
  readonly arrows: readonly (readonly [from: string, to: string])[]
}

export type Import = readonly [from: string, to: string]

/** A comment `%% box: glob glob` says what a box holds; `a --> b & c` are arrows. */
export function readPicture(page: string): Picture {
  const [, text = ''] = /```mermaid\n([\s\S]*?)```/.exec(page) ?? []
  const boxes = [...text.matchAll(/^\s*%% ([\w-]+): (.+)$/gm)].map(
    ([, box = '', globs = '']) => [box, globs.trim().split(/\s+/).map(toPattern)] as const,
  )
  const arrows = [...text.matchAll(/^\s*([\w-]+) --> (.+)$/gm)].flatMap(([, from = '', to = '']) =>
    to.split('&').map((each) => [from, each.trim()] as const),
  )
  return { boxes: new Map(boxes), arrows }
}

const toPattern = (glob: string) =>
  new RegExp(
    `^${glob.replaceAll('.', '[.]').replaceAll('**', '\u0000').replaceAll('*', '[^/]+').replaceAll('\u0000', '.+')}$`,
  )

/** What the picture doesn't show as it is; nothing if it is right. */
export function differences({ boxes, arrows }: Picture, imports: readonly Import[]): readonly string[] {
  const boxOf = (path: string) => [...boxes].find(([, patterns]) => patterns.some((each) => each.test(path)))?.[0]
  const homeless = new Set(imports.flat().filter((path) => boxOf(path) === undefined))
  const real = new Map<string, string>()
  for (const [from, to] of imports) real.set(`${boxOf(from)} --> ${boxOf(to)}`, `${from} imports ${to}`)
  const drawn = new Set(arrows.map(([from, to]) => `${from} --> ${to}`))
  const reachable = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const [start, end] of arrows)
      if (start === from && !seen.has(end)) {
        seen.add(end)
        reachable(end, seen)
      }
    return seen
  }
  const missing = [...real].filter(([arrow]) => {
    const [from = '', to = ''] = arrow.split(' --> ')
    return from !== to && from !== 'undefined' && to !== 'undefined' && !reachable(from).has(to)
  })
  return [
    ...[...homeless].map((path) => `${path} is in no box`),
    ...[...drawn].filter((arrow) => !real.has(arrow)).map((arrow) => `nothing imports what ${arrow} says`),
    ...missing.map(([arrow, example]) => `${arrow} is missing: ${example}`),
  ]
}
