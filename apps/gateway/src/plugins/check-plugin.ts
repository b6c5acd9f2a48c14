// Judges what a plugin's module exports before anything of it runs: names, routes and channels, strictly.
import { HoldpointError } from '@holdpoint/core'
import { z } from 'zod'
import type { Plugin, PluginChannel, PluginRoute } from './plugin.ts'

const callable = <T>(words: string) => z.custom<T>((value) => typeof value === 'function', { error: words })

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const path = z
  .string()
  .regex(/^(?:\/|(?:\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*|\{[A-Za-z][A-Za-z0-9]*\}))+)$/, {
    error: 'must be plain segments such as "/say/{id}": no catch-all, no slash at the end',
  })
  .refine((text) => new Set(text.match(/\{\w+\}/g)).size === (text.match(/\{\w+\}/g)?.length ?? 0), {
    error: 'names a segment twice',
  })

const flag = z.boolean({ error: 'must be true or false' }).optional()

const route = z.strictObject({
  method: z.enum(methods, { error: `must be one of ${methods.join(', ')}` }),
  path,
  handler: callable<PluginRoute['handler']>('must be a function'),
  public: flag,
  approval: flag,
  maxPending: z.number().optional(),
  safeMethods: flag,
  headers: z.array(z.string()).optional(),
  binary: flag,
  loop: z.string().optional(),
  expiresInMs: z.number().int().min(1_000).max(2_592_000_000).optional(),
})

const channel = z.custom<PluginChannel>(
  (value) => typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function',
  { error: 'must have a function send' },
)

const shape = z.strictObject({
  name: z.string({ error: 'must be a name of lower-case letters, digits and "-"' }).regex(/^[a-z][a-z0-9-]{0,31}$/, {
    error: 'must be a name of lower-case letters, digits and "-", at most 32 long',
  }),
  routes: z.array(route, { error: 'must be a list of routes' }).optional(),
  channels: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/), channel).optional(),
  start: callable<NonNullable<Plugin['start']>>('must be a function').optional(),
  stop: callable<NonNullable<Plugin['stop']>>('must be a function').optional(),
})

/** The plugin that `exported` is. Throws `invalid_config` that names the file, the field and what it must be. */
export function checkPlugin(exported: unknown, file: string): Plugin {
  if (typeof exported !== 'object' || exported === null)
    throw wrong(file, 'exports no plugin; write `export default definePlugin({ name, … })`')
  const checked = shape.safeParse(exported)
  const issue = checked.error?.issues[0]
  if (issue) throw wrong(file, `${at(exported, issue)}${issue.message}`)
  const plugin = exported as Plugin
  const overlapping = findOverlap(plugin.routes ?? [])
  if (overlapping) throw wrong(file, `plugin ${plugin.name}: ${overlapping}`)
  return plugin
}

function at(exported: object, { path: steps }: z.core.$ZodIssue): string {
  const name = 'name' in exported && typeof exported.name === 'string' ? `plugin ${exported.name.slice(0, 32)}: ` : ''
  return `${name}${steps.map(String).join('.')}${steps.length > 0 ? ' ' : ''}`
}

/** Two routes that could take the same call: which one would is nothing to be left to their order. */
function findOverlap(routes: readonly PluginRoute[]): string | undefined {
  for (const [i, one] of routes.entries())
    for (const other of routes.slice(i + 1))
      if (one.method === other.method && overlap(one.path, other.path))
        return `${one.method} ${one.path} and ${other.method} ${other.path} take the same calls; change one of the two`
  return undefined
}

function overlap(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')]
  return left.length === right.length && left.every((part, i) => meets(part, right[i] ?? ''))
}

const meets = (one: string, other: string) => one === other || one.startsWith('{') || other.startsWith('{')

const wrong = (file: string, why: string) => new HoldpointError('invalid_config', `plugins: ${file}: ${why}.`)
