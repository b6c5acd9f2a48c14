// One-time sign-in codes for the operator: collection `links`, under the code's hash. The page that the link opens
// posts the code, so a scanner that merely follows the link uses nothing up.
import { canonicalJson, type Principal, type Store } from '@holdpoint/core'
import { z } from 'zod'
import { personPrincipal } from './principals.ts'
import { hashSecret, isSecretText, randomSecret } from './secret.ts'
import { sweepExpired } from './sweep-expired.ts'

const collection = 'links'
const schema = 1
const lifeMs = 15 * 60 * 1_000

export interface SignInLinks {
  create(): Promise<{ readonly code: string; readonly expiresAt: number }>
  /** Who it signs in; for one caller once, however many try. */
  consume(code: string): Promise<Principal | undefined>
}

const body = z.strictObject({ principalId: z.string(), expiresAt: z.number(), usedAt: z.number().optional() })

export function createSignInLinks(options: { readonly store: Store }): SignInLinks {
  const { store } = options
  return {
    async create() {
      await sweepExpired(store, collection)
      const code = randomSecret()
      const id = hashSecret(code)
      const expiresAt = (await store.now()) + lifeMs
      await store.create({
        collection,
        id,
        rev: 1,
        schema,
        dueAt: expiresAt,
        sortKey: id,
        facets: ['', '', '', ''],
        turn: null,
        body: canonicalJson({ principalId: 'operator', expiresAt }),
        outbox: [],
      })
      return { code, expiresAt }
    },

    async consume(code) {
      if (!isSecretText(code)) return undefined
      const record = await store.read(collection, hashSecret(code))
      if (record === undefined || record.schema !== schema) return undefined
      const link = body.safeParse(JSON.parse(record.body))
      if (!link.success || link.data.usedAt !== undefined) return undefined
      const { principalId, expiresAt } = link.data
      const used = canonicalJson({ principalId, expiresAt, usedAt: await store.now() })
      // The store judges both races in the write: who is first, and whether it is still in time.
      const outcome = await store.commit({ ...record, rev: record.rev + 1, body: used }, record.rev, expiresAt)
      return outcome === 'won' ? personPrincipal(principalId) : undefined
    },
  }
}

/** The code stands after `#`, so it reaches neither a server's log nor a `Referer`. */
export const toSignInUrl = (publicUrl: string, code: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/sign-in#${code}`
