// `holdpoint reviewers …`: the people who can sign in.
import { parseReviewerDraft } from '../auth/reviewer-draft.ts'
import type { InvitedReviewer } from './admin.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, printable, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { parseOptions, splitList } from './parse-options.ts'
import { toTable } from './to-table.ts'
import { withAdmin } from './with-admin.ts'

const commands = { add, list, remove, reset }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

export async function reviewersCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"reviewers" needs one of add, list, remove, reset.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'reviewers ')
}

async function add(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const text = { type: 'string' } as const
  const options = { config: text, name: text, scopes: text, loops: text, json: { type: 'boolean' } } as const
  const parsed = parseOptions(args, options)
  if (!parsed.ok) return usage(host, parsed.detail)
  const { value } = parsed
  if (value.positionals.length > 0) return takesNoWords(host, 'reviewers add')
  if (value.text('name') === undefined) return usage(host, '"reviewers add" needs --name; see "holdpoint help".')
  const [scopes, loops] = [value.text('scopes'), value.text('loops')]
  const draft = parseReviewerDraft({
    name: value.text('name'),
    ...(scopes !== undefined && { scopes: splitList(scopes) }),
    ...(loops !== undefined && { loops: splitList(loops) }),
  })
  if (!draft.ok) return usage(host, `--${draft.field}: ${draft.detail}`)
  const added = await withAdmin(host, configOptions(value), (admin) => admin.addReviewer(draft.value))
  return added.ok ? tellLink(host, added.value, value.flag('json')) : failed(host, added)
}

async function list(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: { type: 'string' }, json: { type: 'boolean' } })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'reviewers list')
  const listed = await withAdmin(host, configOptions(parsed.value), (admin) => admin.listReviewers())
  if (!listed.ok) return failed(host, listed)
  const rows = listed.value.map(({ id, status, scopes, loops, hasPassword }) => [
    id,
    status,
    scopes.join(','),
    loops.join(','),
    hasPassword ? 'set' : '-',
  ])
  if (parsed.value.flag('json')) host.stdout.write(`${JSON.stringify({ items: listed.value })}\n`)
  else if (rows.length === 0) host.stderr.write('There are no reviewers yet; add one with "holdpoint reviewers add".\n')
  else host.stdout.write(toTable([['ID', 'STATUS', 'SCOPES', 'LOOPS', 'PASSWORD'], ...rows]))
  return 0
}

async function remove(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const named = parseNamed(args, 'remove')
  if (!named.ok) return usage(host, named.detail)
  const { name, value } = named
  const removed = await withAdmin(host, configOptions(value), (admin) => admin.removeReviewer(name))
  if (!removed.ok) return failed(host, removed)
  host.stderr.write(`"${name}" is removed, and signed out everywhere within 5 seconds.\n`)
  return 0
}

async function reset(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const named = parseNamed(args, 'reset')
  if (!named.ok) return usage(host, named.detail)
  const { name, value } = named
  const done = await withAdmin(host, configOptions(value), (admin) => admin.resetReviewer(name))
  return done.ok ? tellLink(host, done.value, value.flag('json')) : failed(host, done)
}

function parseNamed(args: readonly string[], command: string) {
  const parsed = parseOptions(args, { config: { type: 'string' }, json: { type: 'boolean' } })
  if (!parsed.ok) return parsed
  const [name, ...others] = parsed.value.positionals
  if (name === undefined || others.length > 0 || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
    return { ok: false as const, detail: `"reviewers ${command}" takes the name of one reviewer.` }
  return { ok: true as const, name, value: parsed.value }
}

function tellLink(host: CliHost, { id, url, expiresAt }: InvitedReviewer, asJson: boolean): ExitCode {
  if (asJson) {
    host.stdout.write(`${JSON.stringify({ id, url, expiresAt })}\n`)
    return 0
  }
  host.stderr.write(
    `Give this link to ${printable(id)} and nobody else: it signs in once, until ${printable(expiresAt)}, to set a password.\n`,
  )
  host.stdout.write(`${printable(url)}\n`)
  return 0
}
