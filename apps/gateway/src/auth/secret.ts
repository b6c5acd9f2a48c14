// How the gateway makes, hashes and compares secrets. All of them are 256 random bits, so one SHA-256 is enough.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits as 43 characters of base64url. */
export const randomSecret = (): string => randomBytes(32).toString('base64url')

export const isSecretText = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** SHA-256 as 64 lower-case hex digits. */
export const hashSecret = (text: string): string => sha256(text).toString('hex')

/** Compares in constant time. Both are hashed first: `timingSafeEqual` throws on unequal lengths. */
export const sameSecret = (one: string, other: string): boolean => timingSafeEqual(sha256(one), sha256(other))
