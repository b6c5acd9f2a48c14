// The reviewers' page as `@holdpoint/inbox` was built, read once: a handful of files, kept with their compressed form.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface AppFile {
  readonly type: string
  readonly bytes: Uint8Array
  readonly gzipped: Uint8Array
}

export interface AppFiles {
  readonly page: AppFile
  /** By name; the names carry a hash of the content, so that they can be kept for ever. */
  readonly assets: ReadonlyMap<string, AppFile>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Undefined where the page hasn't been built; a gateway without it still has its plain pages. */
export function readAppFiles(): AppFiles | undefined {
  const path = builtPage()
  if (path === undefined) return undefined
  const folder = join(dirname(path), 'assets')
  return {
    page: readFile(path),
    assets: new Map(readdirSync(folder).map((name) => [name, readFile(join(folder, name))])),
  }
}

function builtPage(): string | undefined {
  try {
    const path = createRequire(import.meta.url).resolve('@holdpoint/inbox/index.html')
    readFileSync(path)
    return path
  } catch {
    return undefined
  }
}

function readFile(path: string): AppFile {
  const bytes = readFileSync(path)
  return { type: types[extname(path)] ?? 'application/octet-stream', bytes, gzipped: gzipSync(bytes) }
}
