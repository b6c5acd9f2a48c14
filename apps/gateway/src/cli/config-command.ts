// `holdpoint config …`: what is wrong with the configuration, and putting a new one to use.
import { z } from 'zod'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, printable, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions, type Parsed } from './parse-options.ts'
import { withGateway } from './with-gateway.ts'

const commands = { check, reload }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function configCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, `"config" needs one of ${Object.keys(commands).join(', ')}.`)
  if (!isCommand(command)) return unknownCommand(host, command, Object.keys(commands), 'config ')
  const parsed = parseOptions(rest, { config: { type: 'string' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, `config ${command}`)
  return commands[command](parsed.value, host)
}

/** What is wrong rejects with all of it, and is told as any failure is. */
async function check(parsed: Parsed, host: CliHost): Promise<ExitCode> {
  const { file, warnings } = await host.checkConfig(configOptions(parsed))
  for (const warning of warnings) host.stderr.write(`warning: ${printable(warning)}\n`)
  const what = file === undefined ? 'There is no configuration file; the defaults are' : `${printable(file)} is`
  host.stdout.write(`${what} fine${warnings.length === 0 ? '' : ', but see the warnings'}.\n`)
  return 0
}

const reloaded = z.object({ changed: z.array(z.string()), needsRestart: z.array(z.string()) })

async function reload(parsed: Parsed, host: CliHost): Promise<ExitCode> {
  const done = await withGateway(host, configOptions(parsed), (call) =>
    call('POST', '/v1/config/reload', 200, reloaded),
  )
  if (!done.ok && done.code === 'unauthenticated')
    host.stderr.write('holdpoint: if the credential is what you changed, send the gateway SIGHUP instead.\n')
  if (!done.ok) return failed(host, done)
  const { changed, needsRestart } = done.value
  const list = (keys: readonly string[]) => keys.map(printable).join(', ')
  host.stdout.write(changed.length === 0 ? 'Nothing has changed.\n' : `In use from now on: ${list(changed)}\n`)
  if (needsRestart.length > 0) host.stderr.write(`Changed, but only after a restart: ${list(needsRestart)}\n`)
  return 0
}
