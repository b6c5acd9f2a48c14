// The secrets of a gateway that nobody has configured: made once, kept in a file that only its owner can read, and never
// replaced silently. Only for gateways that listen on loopback.
import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/core'
import { z } from 'zod'

export interface LocalSecrets {
  readonly operatorToken: string
  readonly callbackKey: string
  /** This call made them: the first run. */
  readonly created: boolean
}

const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const stored = z
  .strictObject({ v: z.literal(1), operatorToken: secret, callbackKey: secret })
  .refine(({ operatorToken, callbackKey }) => operatorToken !== callbackKey)

/** `dir` is the state folder (`.holdpoint`). Throws `invalid_config` when the file is there but can't be used. */
export async function readOrCreateLocalSecrets(dir: string): Promise<LocalSecrets> {
  const file = join(dir, 'secrets.json')
  const found = await read(file)
  if (found !== undefined) return { ...found, created: false }
  const made = { operatorToken: freshSecret(), callbackKey: freshSecret() }
  if (await create(dir, file, `${JSON.stringify({ v: 1, ...made }, null, 2)}\n`)) return { ...made, created: true }
  const other = await read(file)
  if (other === undefined) throw unusable(file, 'vanished while it was being read')
  return { ...other, created: false }
}

const freshSecret = () => randomBytes(32).toString('base64url')

async function read(file: string): Promise<Omit<LocalSecrets, 'created'> | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw unusable(file, 'can’t be read', error)
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    // Without the cause: a parser's message may quote the secrets.
    throw unusable(file, 'is not JSON')
  }
  const parsed = stored.safeParse(content)
  if (!parsed.success) throw unusable(file, 'does not hold an operatorToken and a callbackKey')
  const { operatorToken, callbackKey } = parsed.data
  return { operatorToken, callbackKey }
}

/** False when another process made the file first. */
async function create(dir: string, file: string, text: string): Promise<boolean> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await chmod(dir, 0o700)
    await writeDurably(temporary, text)
    try {
      // Not `rename`, which would replace the file of a process that was quicker.
      await link(temporary, file)
    } finally {
      await unlink(temporary)
    }
    await syncFolder(dir)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw unusable(file, 'can’t be written', error)
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

const unusable = (file: string, why: string, cause?: unknown) =>
  new HoldpointError(
    'invalid_config',
    `${file} ${why}. Repair it or its permissions; or delete it to have new secrets made, which signs everybody out.`,
    { cause },
  )
