// The channel `log`: messages become lines of a JSON-lines file, on disk before they count as sent.
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { jsonLine } from './json-line.ts'
import type { OutboundChannel, OutboundDelivery, SendResult } from './outbound-channel.ts'

/** `path` is absolute; its folder is made if need be. */
export function createLogChannel(name: string, path: string): OutboundChannel {
  return {
    name,
    async send(message, signal) {
      if (signal.aborted) return { outcome: 'failed', detail: { reason: 'stopped before anything was written' } }
      let file: FileHandle
      try {
        file = await openForAppend(path)
      } catch (error) {
        return { outcome: 'failed', detail: { reason: `the file can’t be opened (${codeOf(error)})` } }
      }
      try {
        return await append(file, message)
      } catch (error) {
        // Some of it may be in the file, or lost from the page cache after a failed sync.
        return { outcome: 'unknown', detail: { reason: `writing failed (${codeOf(error)})` } }
      } finally {
        await file.close()
      }
    },
  }
}

async function append(file: FileHandle, message: OutboundDelivery): Promise<SendResult> {
  const lines = toLines(message)
  const bytes = Buffer.from((await endsTorn(file)) ? `\n${lines}` : lines)
  const { bytesWritten } = await file.write(bytes)
  if (bytesWritten !== bytes.length) return { outcome: 'unknown', detail: { reason: 'only a part was written' } }
  await file.sync()
  return { outcome: 'succeeded', detail: { lines: message.payloads.length } }
}

function toLines({ approvalId, at, channel, to, account, thread, payloads }: OutboundDelivery): string {
  return payloads
    .map((payload) =>
      jsonLine({
        at: new Date(at).toISOString(),
        approval: approvalId,
        channel,
        to,
        ...(account === undefined ? {} : { account }),
        ...(thread === undefined ? {} : { thread }),
        payload,
      }),
    )
    .join('')
}

/** A crash in the middle of a write leaves a line without its end; the next must not be joined to it. */
async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

async function openForAppend(path: string): Promise<FileHandle> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    // The name of a new file is durable only once its folder is.
    if ((await file.stat()).size === 0) await syncFolder(folder)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown error')
