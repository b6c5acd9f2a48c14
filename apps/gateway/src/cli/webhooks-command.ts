// `holdpoint webhooks …`: messages to callback URLs that no receiver took.
import { ok, type Result } from '@holdpoint/core'
import type { AuditAdmin, ListedDeadHook } from './audit-admin.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, printable, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions } from './parse-options.ts'
import { withAdmin } from './with-admin.ts'

const commands = { list: webhooksList, redrive: webhooksRedrive }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function webhooksCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"webhooks" needs one of list, redrive.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'webhooks ')
}

async function webhooksList(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, {
    config: { type: 'string' },
    loop: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'webhooks list')
  const loop = parsed.value.text('loop') ?? 'default'
  const listed = await withAdmin(host, configOptions(parsed.value), (admin) => allDead(admin, loop))
  if (!listed.ok) return failed(host, listed)
  if (parsed.value.flag('json')) host.stdout.write(`${JSON.stringify({ items: listed.value })}\n`)
  else if (listed.value.length === 0) host.stderr.write('Every message was taken, or is still being tried.\n')
  else
    for (const { id, status, at, url, reason } of listed.value)
      host.stdout.write(`${[id, status, at, url, reason].map(printable).join('  ')}\n`)
  return 0
}

async function webhooksRedrive(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  const [id, ...others] = parsed.value.positionals
  if (id === undefined || others.length > 0)
    return usage(host, '"webhooks redrive" takes the id of one message, as "webhooks list" shows it.')
  const redriven = await withAdmin(host, configOptions(parsed.value), (admin) => admin.redriveHook(id))
  if (!redriven.ok) return failed(host, redriven)
  host.stderr.write(`${printable(id)} is sent again.\n`)
  return 0
}

async function allDead(admin: AuditAdmin, loop: string): Promise<Result<readonly ListedDeadHook[]>> {
  const items: ListedDeadHook[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: Awaited<ReturnType<AuditAdmin['listDeadHooks']>> = await admin.listDeadHooks(
      loop,
      cursor === '' ? undefined : cursor,
    )
    if (!page.ok) return page
    items.push(...page.value.items)
    cursor = page.value.next
  }
  return ok(items)
}
