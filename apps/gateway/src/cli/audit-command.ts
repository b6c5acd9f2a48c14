// `holdpoint audit …`: the log as JSON lines, its head, and whether it is whole.
import { toAuditWire } from '@holdpoint/core'
import { auditVerify } from './audit-verify.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { eachEntry } from './each-entry.ts'
import { parseOptions } from './parse-options.ts'
import { withAdmin } from './with-admin.ts'

const commands = { verify: auditVerify, export: auditExport, head: auditHead }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function auditCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"audit" needs one of verify, export, head.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'audit ')
}

const options = { config: { type: 'string' }, loop: { type: 'string' } } as const

async function auditExport(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, options)
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'audit export')
  const loop = parsed.value.text('loop') ?? 'default'
  const done = await withAdmin(host, configOptions(parsed.value), (admin) =>
    eachEntry(admin, loop, 0, (entry) => host.stdout.write(`${JSON.stringify(toAuditWire(entry))}\n`)),
  )
  return done.ok ? 0 : failed(host, done)
}

async function auditHead(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, options)
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'audit head')
  const loop = parsed.value.text('loop') ?? 'default'
  const head = await withAdmin(host, configOptions(parsed.value), (admin) => admin.auditHead(loop))
  if (!head.ok) return failed(host, head)
  host.stdout.write(`${JSON.stringify(head.value)}\n`)
  return 0
}
