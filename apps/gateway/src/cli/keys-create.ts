// `holdpoint keys create`: makes an API key and prints it, the only time it is ever shown.
import { parseKeyDraft } from '../auth/key-draft.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions, splitList } from './parse-options.ts'
import { parseSpan } from './parse-span.ts'
import { withAdmin } from './with-admin.ts'

export async function keysCreate(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, {
    config: { type: 'string' },
    name: { type: 'string' },
    scopes: { type: 'string' },
    loops: { type: 'string' },
    expires: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (!parsed.ok) return usage(host, parsed.detail)
  const { text, flag, positionals } = parsed.value
  if (positionals.length > 0) return takesNoWords(host, 'keys create')
  const missing = ['name', 'scopes', 'loops'].find((option) => text(option) === undefined)
  if (missing !== undefined) return usage(host, `"keys create" needs --${missing}; see "holdpoint help".`)

  const expires = text('expires')
  const expiresInMs = expires === undefined ? undefined : parseSpan(expires)
  if (expires !== undefined && expiresInMs === undefined)
    return usage(host, '--expires takes a whole number and one of s, m, h, d: 30d.')
  const draft = parseKeyDraft({
    name: text('name'),
    scopes: splitList(text('scopes')),
    loops: splitList(text('loops')),
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  })
  if (!draft.ok) return usage(host, `--${draft.field === 'expiresInMs' ? 'expires' : draft.field}: ${draft.detail}`)

  const created = await withAdmin(host, configOptions(parsed.value), (admin) => admin.createKey(draft.value))
  if (!created.ok) return failed(host, created)
  const { id, key } = created.value
  if (flag('json')) {
    host.stdout.write(`${JSON.stringify({ id, key })}\n`)
    return 0
  }
  host.stderr.write(`The key "${id}" works from now on. Keep it safe: it is not shown again.\n`)
  host.stdout.write(`${key}\n`)
  return 0
}
