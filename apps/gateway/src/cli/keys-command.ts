// `holdpoint keys …`: API keys from the command line.
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { keysCreate } from './keys-create.ts'
import { parseOptions } from './parse-options.ts'
import { toTable } from './to-table.ts'
import { withAdmin } from './with-admin.ts'

const commands = { create: keysCreate, list: keysList, revoke: keysRevoke }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function keysCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"keys" needs one of create, list, revoke.')
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
  else
    host.stdout.write(
      toTable([
        ['NAME', 'STATUS', 'SCOPES', 'LOOPS', 'EXPIRES'],
        ...listed.value.map((key) => [
          key.id,
          key.status,
          key.scopes.join(','),
          key.loops.join(','),
          key.expiresAt ?? '-',
        ]),
      ]),
    )
  return 0
}

async function keysRevoke(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  const [id, ...others] = parsed.value.positionals
  if (id === undefined || others.length > 0) return usage(host, '"keys revoke" takes the name of one key.')
  // The whole key, pasted, would end up in an address and so in logs.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) return usage(host, '"keys revoke" takes a key’s name, not its text.')
  const revoked = await withAdmin(host, configOptions(parsed.value), (admin) => admin.revokeKey(id))
  if (!revoked.ok) return failed(host, revoked)
  host.stderr.write(`The key "${id}" is revoked; within 5 seconds it works nowhere.\n`)
  return 0
}
