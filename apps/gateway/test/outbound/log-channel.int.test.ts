import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogChannel } from '../../src/outbound/log-channel.ts'
import { message, never } from './message.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdpoint-log-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n').slice(0, -1)

describe('log channel', () => {
  it('appends one line a payload, in a file for its owner only', async () => {
    const path = join(dir, 'deep/er/out.jsonl')
    const channel = createLogChannel('log', path)
    expect(await channel.send(message, never)).toEqual({ outcome: 'succeeded', detail: { lines: 2 } })
    await channel.send({ ...message, account: 'a' }, never)
    const lines = (await linesOf(path)).map((line) => JSON.parse(line) as unknown)
    const head = { at: '2026-01-02T03:04:05.006Z', approval: 'ap_1', channel: 'hook', to: '+1555', thread: 't1' }
    expect(lines).toHaveLength(4)
    expect(lines[0]).toEqual({ ...head, payload: { text: 'hi' } })
    expect(lines[1]).toEqual({ ...head, payload: { mediaUrls: ['https://a.example/x.png'] } })
    expect(lines[3]).toMatchObject({ account: 'a' })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('I20: keeps hostile text on one line, escaped, and unchanged once parsed', async () => {
    const path = join(dir, 'out.jsonl')
    const text =
      'a\nb\r\u2028\u2029\u202E\u2066\u200F\u061C\u200B\u00AD\uFEFF\u0085\u007F\u0000\u001B[31m\u{E0041}\uD800"\\'
    await createLogChannel('log', path).send({ ...message, to: text, payloads: [{ text }] }, never)
    const [line, ...more] = await linesOf(path)
    expect(more).toEqual([])
    expect(line).toMatch(/^[\x20-\x7E]*$/)
    expect(JSON.parse(line ?? '')).toMatchObject({ to: text, payload: { text } })
  })

  it('keeps the lines of one message together under concurrency', async () => {
    const path = join(dir, 'out.jsonl')
    const channel = createLogChannel('log', path)
    const payloads = Array.from({ length: 5 }, (_, index) => ({ text: `${index}`.repeat(2_000) }))
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        channel.send({ ...message, approvalId: `ap_${index}`, payloads }, never),
      ),
    )
    const ids = (await linesOf(path)).map((line) => (JSON.parse(line) as { approval: string }).approval)
    expect(ids).toHaveLength(200)
    for (let first = 0; first < ids.length; first += 5) expect(new Set(ids.slice(first, first + 5)).size).toBe(1)
    expect(new Set(ids).size).toBe(40)
  })

  it('is not spoilt by a line that a crash has torn', async () => {
    const path = join(dir, 'out.jsonl')
    const channel = createLogChannel('log', path)
    await channel.send(message, never)
    await appendFile(path, '{"at":"2026')
    await channel.send(message, never)
    const lines = await linesOf(path)
    expect(lines).toHaveLength(5)
    expect(JSON.parse(lines[4] ?? '')).toMatchObject({ approval: 'ap_1' })
  })

  it('fails, without a trace, when it can’t be written or is stopped first', async () => {
    await writeFile(join(dir, 'file'), '')
    await mkdir(join(dir, 'folder'))
    for (const path of ['file/out.jsonl', 'folder'])
      expect(await createLogChannel('log', join(dir, path)).send(message, never)).toMatchObject({ outcome: 'failed' })
    const stopped = join(dir, 'stopped.jsonl')
    expect(await createLogChannel('log', stopped).send(message, AbortSignal.abort())).toMatchObject({
      outcome: 'failed',
    })
    await expect(stat(stopped)).rejects.toThrow('ENOENT')
  })

  it.runIf(process.platform === 'linux')('I3: is unknown when the disk is full half way', async () => {
    expect(await createLogChannel('log', '/dev/full').send(message, never)).toMatchObject({ outcome: 'unknown' })
  })
})
