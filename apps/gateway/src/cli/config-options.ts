// Bits that every command's options share.
import type { CliHost, ConfigOptions, ExitCode } from './cli-host.ts'
import { usage } from './command-result.ts'
import type { Parsed } from './parse-options.ts'

export function configOptions(parsed: Parsed): ConfigOptions {
  const config = parsed.text('config')
  return config === undefined ? {} : { config }
}

export const takesNoWords = (host: CliHost, command: string): ExitCode =>
  usage(host, `"${command}" takes only options; see "holdpoint help".`)
