// The command line `holdpoint`: finds the command, and turns whatever goes wrong into one sentence and an exit code.
import { HoldpointError } from '@holdpoint/core'
import { auditCommand } from './audit-command.ts'
import type { CliHost, ServeOptions } from './cli-host.ts'
import { printable, unknownCommand, usage } from './command-result.ts'
import { configCommand } from './config-command.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { helpText } from './help.ts'
import { keysCommand } from './keys-command.ts'
import { linkCommand } from './link-command.ts'
import { parseOptions } from './parse-options.ts'
import { quarantineCommand } from './quarantine-command.ts'
import { reviewersCommand } from './reviewers-command.ts'
import { storeCommand } from './store-command.ts'
import { webhooksCommand } from './webhooks-command.ts'

const commands = {
  serve: serveCommand,
  keys: keysCommand,
  reviewers: reviewersCommand,
  link: linkCommand,
  audit: auditCommand,
  webhooks: webhooksCommand,
  quarantine: quarantineCommand,
  config: configCommand,
  store: storeCommand,
  help,
}
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

/** `argv` without the program's own name. Resolves to the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCli(argv: readonly string[], host: CliHost): Promise<number> {
  const [command, ...args] = argv
  if (command === undefined) {
    host.stderr.write(helpText)
    return 2
  }
  if (command === '--version') {
    host.stdout.write(`${host.version}\n`)
    return 0
  }
  if (argv.includes('--help') || argv.includes('-h')) return help([], host)
  if (!isCommand(command)) return unknownCommand(host, command, Object.keys(commands))
  try {
    return await commands[command](args, host)
  } catch (error) {
    for (const line of explain(error).split('\n')) host.stderr.write(`holdpoint: ${printable(line)}\n`)
    return 1
  }
}

async function serveCommand(args: readonly string[], host: CliHost): Promise<number> {
  const parsed = parseOptions(args, {
    config: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
  })
  if (!parsed.ok) return usage(host, parsed.detail)
  const { text, positionals } = parsed.value
  if (positionals.length > 0) return takesNoWords(host, 'serve')
  const port = text('port')
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    return usage(host, '--port takes a number from 0 to 65535; 0 takes a free one.')
  const address = text('host')
  if (address === '') return usage(host, '--host takes an address to listen on.')
  const options: ServeOptions = {
    ...configOptions(parsed.value),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(address === undefined ? {} : { host: address }),
  }
  return host.serve(options)
}

async function help(_args: readonly string[], host: CliHost): Promise<number> {
  host.stdout.write(helpText)
  return 0
}

function explain(error: unknown): string {
  if (error instanceof HoldpointError) return error.detail
  return error instanceof Error ? error.message : 'Something broke.'
}
