// `holdpoint store …`: looks through the store that the configuration names, takes it out, puts it back, moves it.
import { resolve } from 'node:path'
import { HoldpointError, type Store } from '@holdpoint/core'
import { allRecords, type Pages } from '../store/all-records.ts'
import { checkStore } from '../store/check-store.ts'
import { compareRecords } from '../store/compare-records.ts'
import { copyRecords } from '../store/copy-records.ts'
import { exportStore } from '../store/export-store.ts'
import { createProgress } from '../store/progress.ts'
import { readExport } from '../store/read-export.ts'
import type { CliHost, ConfigOptions, ExitCode } from './cli-host.ts'
import { printable, unknownCommand, usage } from './command-result.ts'
import { configOptions, takesNoWords } from './config-options.ts'
import { expectNobodyServes } from './nobody-serves.ts'
import { parseOptions } from './parse-options.ts'
import { toTable } from './to-table.ts'

const commands = { check, export: exportCommand, import: importCommand, migrate }
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)
const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

export async function storeCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const [command, ...rest] = args
  if (command === undefined) return usage(host, '"store" needs one of check, export, import, migrate.')
  return isCommand(command)
    ? commands[command](rest, host)
    : unknownCommand(host, command, Object.keys(commands), 'store ')
}

async function check(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text })
  if (!parsed.ok) return usage(host, parsed.detail)
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'store check')
  return withStore(host, configOptions(parsed.value), async (store) => {
    const { counts, unknown, wrong } = await checkStore(store, createProgress(sayTo(host), 'checking'))
    const rows = [...counts].map(([name, count]) => [name, String(count)])
    if (rows.length > 0) host.stdout.write(toTable([['COLLECTION', 'RECORDS'], ...rows]))
    if (unknown.length > 0) say(host, `Not known here, and not judged: ${unknown.join(', ')}.`)
    for (const sentence of wrong) say(host, sentence)
    say(host, wrong.length === 0 ? 'Nothing is wrong.' : `${wrong.length} records can’t be used; they are held.`)
    return wrong.length === 0 ? 0 : 1
  })
}

async function exportCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text, to: text })
  if (!parsed.ok) return usage(host, parsed.detail)
  const path = parsed.value.text('to')
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'store export')
  if (path === undefined || path === '') return usage(host, '"store export" needs --to <file>.')
  const options = configOptions(parsed.value)
  await expectNobodyServes(host, options)
  return withStore(host, options, async (store) => {
    await expectSomething(store)
    const records = await exportStore(allRecords(store), resolve(path), createProgress(sayTo(host), 'writing'))
    say(host, `${records} records are in ${path}. Keep it as secret as the store.`)
    return 0
  })
}

async function importCommand(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text, from: text, merge: flag })
  if (!parsed.ok) return usage(host, parsed.detail)
  const from = parsed.value.text('from')
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'store import')
  if (from === undefined || from === '') return usage(host, '"store import" needs --from <file>.')
  const path = resolve(from)
  // Through to its trailer first: an export that is not whole puts nothing into the store.
  for await (const _ of readExport(path));
  const options = configOptions(parsed.value)
  await expectNobodyServes(host, options)
  return withStore(host, options, (store) => fill(host, () => readExport(path), store, parsed.value.flag('merge')))
}

async function migrate(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, { config: text, to: text, merge: flag })
  if (!parsed.ok) return usage(host, parsed.detail)
  const config = parsed.value.text('to')
  if (parsed.value.positionals.length > 0) return takesNoWords(host, 'store migrate')
  if (config === undefined || config === '')
    return usage(host, '"store migrate" needs --to <file>: the config file that names the new store.')
  const options = configOptions(parsed.value)
  await expectNobodyServes(host, options)
  await expectNobodyServes(host, { config })
  return withStore(host, options, async (source) => {
    await expectSomething(source)
    return withStore(host, { config }, async (target) => {
      const behindMs = (await source.now()) - (await target.now())
      if (behindMs > maxBehindMs)
        throw new HoldpointError(
          'unavailable',
          `The clock of the new store is ${behindMs} ms behind: what has expired would be open again. Set it right first.`,
        )
      return fill(host, () => allRecords(source), target, parsed.value.flag('merge'))
    })
  })
}

/** Clocks of two machines are never quite one. */
const maxBehindMs = 2_000

/** The pages are asked for twice: to put them there, and to compare what is there with them. */
async function fill(host: CliHost, pages: () => Pages, target: Store, merge: boolean): Promise<ExitCode> {
  if (!merge && (await target.collections()).length > 0)
    throw new HoldpointError(
      'invalid_config',
      'The new store is not empty. Name an empty one, or go on with what was begun there with --merge.',
    )
  const { made } = await copyRecords(pages(), target, createProgress(sayTo(host), 'copying'))
  const progress = createProgress(sayTo(host), 'comparing')
  const { records, wrong, wrongCount } = await compareRecords(pages(), target, { only: !merge, progress })
  for (const sentence of wrong) say(host, sentence)
  if (wrongCount > 0) {
    say(host, `${wrongCount} of ${records} records are not as they should be. Don’t use the new store.`)
    return 1
  }
  say(host, `${made} records were put there; all ${records} were read back and are the same.`)
  return 0
}

async function expectSomething(store: Store): Promise<void> {
  if ((await store.collections()).length > 0) return
  throw new HoldpointError('invalid_config', 'The store is empty. Is it the one that the gateway uses (`storage`)?')
}

async function withStore(
  host: CliHost,
  options: ConfigOptions,
  use: (store: Store) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { store } = await host.openStore(options)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const say = (host: CliHost, sentence: string) => void host.stderr.write(`${printable(sentence)}\n`)
const sayTo = (host: CliHost) => (sentence: string) => say(host, sentence)
