// `holdpoint link`: a fresh sign-in link for the operator.
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, printable, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions } from './parse-options.ts'
import { withAdmin } from './with-admin.ts'

export async function linkCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'link')
  const link = await withAdmin(host, configOptions(parsed.value), (admin) => admin.createLink())
  if (!link.ok) return failed(host, link)
  host.stderr.write(`Open this link in a browser. It signs you in once, until ${printable(link.value.expiresAt)}.\n`)
  host.stdout.write(`${printable(link.value.url)}\n`)
  return 0
}
