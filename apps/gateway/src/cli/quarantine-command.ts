// `holdpoint quarantine …`: callbacks that were authentic but not understood, from the command line.
import { parseDecision, showHidden } from '@holdpoint/core'
import type { ListedCallback } from './admin.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions, type Parsed } from './parse-options.ts'
import { toTable } from './to-table.ts'
import { withAdmin } from './with-admin.ts'

const commands = { list, show, settle, dismiss }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)
const text = { type: 'string' } as const

export async function quarantineCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"quarantine" needs one of list, show, settle, dismiss.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'quarantine ')
}

async function list(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const flag = { type: 'boolean' } as const
  const parsed = parseOptions(args, { config: text, loop: text, all: flag, json: flag })
  if (!parsed.ok) return usage(host, parsed.detail)
  const options = parsed.value
  if (options.positionals.length > 0) return takesNoWords(host, 'quarantine list')
  const loop = options.text('loop')
  const query = { all: options.flag('all'), ...(loop !== undefined && { loop }) }
  const listed = await withAdmin(host, configOptions(options), ({ quarantine }) => quarantine.list(query))
  if (!listed.ok) return failed(host, listed)
  if (options.flag('json')) host.stdout.write(`${JSON.stringify({ items: listed.value })}\n`)
  else if (listed.value.length === 0) host.stderr.write('Nothing is in quarantine.\n')
  else
    host.stdout.write(
      toTable([
        ['ID', 'STATUS', 'RECEIVED', 'REASON'],
        ...listed.value.map(({ id, status, receivedAt, reason }) => [id, status, receivedAt, reason]),
      ]),
    )
  return 0
}

async function show(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text })
  const id = parsed.ok ? oneId(parsed.value) : undefined
  if (!parsed.ok) return usage(host, parsed.detail)
  if (id === undefined) return usage(host, '"quarantine show" takes the id of one callback.')
  const got = await withAdmin(host, configOptions(parsed.value), ({ quarantine }) => quarantine.get(id))
  if (!got.ok) return failed(host, got)
  const { approval, loop, status, reason, receivedAt, text: sent, closedBy } = got.value
  const lines = { approval, loop, status, received: receivedAt, reason, ...(closedBy !== undefined && { closedBy }) }
  for (const [name, value] of Object.entries(lines)) host.stdout.write(`${name}: ${showHidden(value)}\n`)
  host.stdout.write(`sent: ${showHidden(JSON.stringify(sent))}\n`)
  return 0
}

async function settle(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text, verdict: text, digest: text, reason: text })
  if (!parsed.ok) return usage(host, parsed.detail)
  const options = parsed.value
  const id = oneId(options)
  if (id === undefined) return usage(host, '"quarantine settle" takes the id of one callback.')
  const reason = options.text('reason')
  const settlement = parseDecision({
    verdict: options.text('verdict'),
    digest: options.text('digest'),
    ...(reason !== undefined && { reason }),
  })
  if (!settlement.ok) return usage(host, `--${settlement.field}: ${settlement.detail}`)
  const { verdict, digest } = settlement.value
  const what = { verdict, digest, ...(reason !== undefined && { reason }) }
  const settled = await withAdmin(host, configOptions(options), ({ quarantine }) => quarantine.settle(id, what))
  return settled.ok ? closed(host, settled.value, `decided with ${verdict}`) : failed(host, settled)
}

async function dismiss(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text, reason: text })
  const id = parsed.ok ? oneId(parsed.value) : undefined
  if (!parsed.ok) return usage(host, parsed.detail)
  if (id === undefined) return usage(host, '"quarantine dismiss" takes the id of one callback.')
  const reason = parsed.value.text('reason')
  const dismissed = await withAdmin(host, configOptions(parsed.value), ({ quarantine }) =>
    quarantine.dismiss(id, reason),
  )
  return dismissed.ok ? closed(host, dismissed.value, 'as it was') : failed(host, dismissed)
}

function closed(host: CliHost, { approval }: ListedCallback, how: string): ExitCode {
  host.stderr.write(`It is closed; the approval ${showHidden(approval)} is ${how}.\n`)
  return 0
}

function oneId({ positionals }: Parsed): string | undefined {
  const [id, ...others] = positionals
  return others.length === 0 && id !== undefined && /^[\x21-\x7e]{1,256}$/.test(id) ? id : undefined
}
