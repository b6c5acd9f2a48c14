// `holdpoint audit verify`: reads the whole chain of a loop, from the gateway, its store, or an exported file.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createAuditVerifier,
  fromAuditWire,
  HoldpointError,
  ok,
  type AuditHead,
  type AuditReport,
  type AuditVerifier,
  type Result,
} from '@holdpoint/core'
import { z } from 'zod'
import type { AuditAdmin } from './audit-admin.ts'
import type { CliHost, ExitCode } from './cli-host.ts'
import { failed, printable, usage } from './command-result.ts'
import { configOptions } from './config-options.ts'
import { eachEntry } from './each-entry.ts'
import { parseOptions } from './parse-options.ts'
import { withAdmin } from './with-admin.ts'

/** Notes reach the chain a few seconds after their change; what is missing after so long is missing. */
const patienceMs = 10_000
const maxNamed = 20

const headShape = z.object({
  loop: z.string(),
  seq: z.number().int().min(0),
  hash: z.custom<AuditHead['hash']>((value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)),
})

export async function auditVerify(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const parsed = parseOptions(args, {
    config: { type: 'string' },
    loop: { type: 'string' },
    head: { type: 'string' },
    file: { type: 'string' },
  })
  if (!parsed.ok) return usage(host, parsed.detail)
  const { text, positionals } = parsed.value
  if (positionals.length > 0) return usage(host, '"audit verify" takes only options; see "holdpoint help".')
  const loop = text('loop') ?? 'default'
  const [headFile, file] = [text('head'), text('file')]
  const heads = headFile === undefined ? [] : [await readHead(headFile)]
  const verifier = createAuditVerifier({ loop, heads })
  if (file !== undefined) {
    await takeFile(verifier, file)
    return tell(host, loop, verifier.report(), [])
  }
  const missing = await withAdmin(host, configOptions(parsed.value), (admin) => takeAll(admin, loop, verifier))
  return missing.ok ? tell(host, loop, verifier.report(), missing.value) : failed(host, missing)
}

/** Takes the chain, and answers which approvals have changes that are not in it. */
async function takeAll(admin: AuditAdmin, loop: string, verifier: AuditVerifier): Promise<Result<readonly string[]>> {
  // The versions first: what changes meanwhile is in the chain or doesn't matter.
  const versions = new Map<string, number>()
  for (let cursor: string | undefined = ''; cursor !== undefined && !loop.startsWith('@');) {
    const page: Awaited<ReturnType<AuditAdmin['auditedVersions']>> = await admin.auditedVersions(
      loop,
      cursor === '' ? undefined : cursor,
    )
    if (!page.ok) return page
    for (const { id, version } of page.value.items) versions.set(id, version)
    cursor = page.value.next
  }
  for (let waitedMs = 0; ; waitedMs += 1_000) {
    const read = await eachEntry(admin, loop, verifier.report().head.seq, (entry) => verifier.take(entry))
    if (!read.ok) return read
    const missing = Array.from(versions).filter(([id, version]) => verifier.lastVersionOf(id) < version)
    if (missing.length === 0 || waitedMs >= patienceMs)
      return ok(missing.map(([id, version]) => `changes ${verifier.lastVersionOf(id) + 1} to ${version} of ${id}`))
    await sleep(1_000)
  }
}

function tell(host: CliHost, loop: string, report: AuditReport, missing: readonly string[]): ExitCode {
  const { head, entries, problems, problemCount } = report
  const total = problemCount + missing.length
  if (total === 0) {
    host.stdout.write(
      `The audit log of ${printable(loop)} is whole: ${entries} entries up to ${head.seq} ${head.hash}\n`,
    )
    return 0
  }
  for (const { seq, what } of problems.slice(0, maxNamed)) host.stdout.write(`entry ${seq}: ${printable(what)}\n`)
  for (const what of missing.slice(0, maxNamed)) host.stdout.write(`missing: ${printable(what)}\n`)
  host.stderr.write(`holdpoint: the audit log of ${printable(loop)} is not whole: ${total} problems.\n`)
  return 1
}

async function readHead(path: string): Promise<AuditHead> {
  try {
    return headShape.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw new HoldpointError('invalid_request', `--head: ${path} is not what "holdpoint audit head" printed.`, {
      cause,
    })
  }
}

async function takeFile(verifier: AuditVerifier, path: string): Promise<void> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line += 1
    if (text === '') continue
    const entry = fromAuditWire(parseLine(text))
    if (!entry) throw new HoldpointError('invalid_request', `${path}, line ${line} is not an audit entry.`)
    verifier.take(entry)
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
