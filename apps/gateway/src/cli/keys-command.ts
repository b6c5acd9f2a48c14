// `holdpoint keys …`: API keys from the command line.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { ListedKey } from './admin.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { keysCreate } from './keys-create.ts'
import { parseOptions } from './parse-options.ts'
import { parseSpan } from './parse-span.ts'
import { toTable } from './to-table.ts'
import { withAdmin } from './with-admin.ts'

const commands = { create: keysCreate, list: keysList, rotate: keysRotate, revoke: keysRevoke }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function keysCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"keys" needs one of create, list, rotate, revoke.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'keys ')
}

async function keysList(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' }, json: { type: 'boolean' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'keys list')
  const listed = await withAdmin(host, configOptions(parsed.value), (admin) => admin.listKeys())
  if (!listed.ok) return failed(host, listed)
  if (parsed.value.flag('json')) host.stdout.write(`${JSON.stringify({ items: listed.value })}\n`)
  else if (listed.value.length === 0)
    host.stderr.write('There are no keys yet; make one with "holdpoint keys create".\n')
  else host.stdout.write(toKeyTable(listed.value))
  return 0
}

async function keysRevoke(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  const named = oneName(parsed.value.positionals, 'revoke')
  if (!named.ok) return usage(host, named.detail)
  const id = named.value
  const revoked = await withAdmin(host, configOptions(parsed.value), (admin) => admin.revokeKey(id))
  if (!revoked.ok) return failed(host, revoked)
  host.stderr.write(`The key "${id}" is revoked; within 5 seconds it works nowhere.\n`)
  return 0
}

async function keysRotate(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, {
    config: { type: 'string' },
    grace: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (!parsed.ok) return usage(host, parsed.detail)
  const { text, flag, positionals } = parsed.value
  const named = oneName(positionals, 'rotate')
  if (!named.ok) return usage(host, named.detail)
  const grace = text('grace')
  const graceMs = grace === undefined ? undefined : parseSpan(grace)
  if (grace !== undefined && graceMs === undefined)
    return usage(host, '--grace takes a whole number and one of s, m, h, d: 2h; 0s ends the old key at once.')
  const rotated = await withAdmin(host, configOptions(parsed.value), (admin) => admin.rotateKey(named.value, graceMs))
  if (!rotated.ok) return failed(host, rotated)
  const { id, key } = rotated.value
  if (flag('json')) {
    host.stdout.write(`${JSON.stringify({ id, key })}\n`)
    return 0
  }
  host.stderr.write(`This is the new key of "${id}", shown only now; the old one works for ${grace ?? '1h'} more.\n`)
  host.stdout.write(`${key}\n`)
  return 0
}

function oneName(words: readonly string[], command: string): Result<string> {
  const [id, ...others] = words
  if (id === undefined || others.length > 0)
    return refuse('invalid_request', `"keys ${command}" takes the name of one key.`)
  // The whole key, pasted, would end up in an address and so in logs.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id))
    return refuse('invalid_request', `"keys ${command}" takes a key’s name, not its text.`)
  return ok(id)
}

const toKeyTable = (keys: readonly ListedKey[]): string =>
  toTable([
    ['NAME', 'STATUS', 'SCOPES', 'LOOPS', 'EXPIRES', 'LAST USED'],
    ...keys.map(({ id, status, scopes, loops, expiresAt = '-', lastUsedAt = '-' }) => [
      id,
      status,
      scopes.join(','),
      loops.join(','),
      expiresAt,
      lastUsedAt,
    ]),
  ])
