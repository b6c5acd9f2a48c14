// People's passwords: scrypt with its parameters kept beside each hash, a few at once, and the same work whether the
// person exists or not.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { ok, refuse, type Result } from '@holdpoint/core'
import { isSampleSecret } from '../config/sample-secrets.ts'
import { createBoundedQueue } from './bounded-queue.ts'

export interface ScryptCost {
  /** The logarithm of N, to base 2. */
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** 32 MiB and about a quarter of a second: OWASP's Password Storage Cheat Sheet, 2024. */
const defaultCost: ScryptCost = { ln: 15, r: 8, p: 3 }
const minLength = 12
const maxLength = 256

export interface Passwords {
  /** `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. Refuses with `invalid_request` (field `password`) or `too_many_requests`. */
  hash(password: string): Promise<Result<string>>
  /**
   * Whether it is the one of `stored`; without `stored` it takes as long and is not. `outdated`: hashed with other
   * parameters than now. Refuses with `too_many_requests` while too many are being checked.
   */
  check(password: string, stored: string | undefined): Promise<Result<{ matches: boolean; outdated: boolean }>>
}

export function createPasswords({ cost = defaultCost }: { readonly cost?: ScryptCost } = {}): Passwords {
  // Each takes a thread of the pool and tens of MiB.
  const queue = createBoundedQueue({ atOnce: 2, maxWaiting: 32 })
  const derived = (password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> | undefined =>
    queue.run(
      () =>
        new Promise((resolve, reject) => {
          const options = { N: 2 ** ln, r, p, maxmem: 2 ** 28 }
          // NFC: the same letters typed on another keyboard are the same password (RFC 8265).
          scrypt(password.normalize('NFC'), salt, 32, options, (error, bytes) =>
            error === null ? resolve(bytes) : reject(error),
          )
        }),
    )

  return {
    async hash(password) {
      const why = whyWeak(password)
      if (why !== undefined) return refuse('invalid_request', why, 'password')
      const salt = randomBytes(16)
      const bytes = await derived(password, salt, cost)
      return bytes === undefined ? busy : ok(format(cost, salt, bytes))
    },

    async check(password, stored) {
      const known = stored === undefined ? undefined : parse(stored)
      const { salt, hash, ...used } = known ?? { ...cost, salt: Buffer.alloc(16), hash: Buffer.alloc(32) }
      // A text that can't be a password costs the same as one that can.
      const bytes = await derived(password.slice(0, maxLength), salt, used)
      if (bytes === undefined) return busy
      const matches = timingSafeEqual(bytes, hash) && known !== undefined && password.length <= maxLength
      return ok({ matches, outdated: used.ln !== cost.ln || used.r !== cost.r || used.p !== cost.p })
    },
  }
}

const busy = refuse('too_many_requests', 'Too many people are signing in just now; try again in a moment.')

function whyWeak(password: string): string | undefined {
  if (password.length < minLength || password.length > maxLength)
    return `A password has ${minLength} to ${maxLength} characters; a few words that belong together nowhere are good.`
  return isSampleSecret(password) ? 'This is a password that anybody can guess.' : undefined
}

const format = ({ ln, r, p }: ScryptCost, salt: Buffer, hash: Buffer): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`

/** Undefined for what this version doesn't know, or could not afford to check: that is nobody's password. */
function parse(stored: string): (ScryptCost & { readonly salt: Buffer; readonly hash: Buffer }) | undefined {
  const [, ln, r, p, salt = '', hash = ''] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/.exec(stored) ?? []
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (ln === undefined || cost.ln > 17 || cost.r > 8 || cost.p > 8) return undefined
  return { ...cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}
