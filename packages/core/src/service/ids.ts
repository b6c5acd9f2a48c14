import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import type { Ids } from '../ports.ts'

/** 128 bits from the platform's cryptographic source, as 32 hex digits. */
export const createIds = (): Ids => ({ random: () => bytesToHex(randomBytes(16)) })
