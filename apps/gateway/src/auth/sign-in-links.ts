// One-time sign-in codes: collection `links`, under the code's hash. The page that the link opens
// posts the code, so a scanner that merely follows the link uses nothing up.
import { canonicalJson, type Store, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'
import type { Account } from './account.ts'
import type { Accounts } from './accounts.ts'
import { hashSecret, isSecretText, randomSecret } from './secret.ts'
import { sweepExpired } from './sweep-expired.ts'

export const linkCollection = 'links'
const collection = linkCollection
const schema = 2
/** For whoever is at the machine, and asks for it to use it at once. */
export const linkLifeMs = 15 * 60 * 1_000

export interface SignInLinks {
  /** For somebody who can have a session. Undefined for anybody else. */
  create(
    principalId: string,
    lifeMs?: number,
  ): Promise<{ readonly code: string; readonly expiresAt: number } | undefined>
  /** Whom it signs in; for one caller once, however many try, and not if their sessions were ended since. */
  consume(code: string): Promise<Account | undefined>
}

const body = z.strictObject({
  principalId: z.string(),
  epoch: z.string(),
  expiresAt: z.number(),
  usedAt: z.number().optional(),
})

export function createSignInLinks(options: { readonly store: Store; readonly accounts: Accounts }): SignInLinks {
  const { store, accounts } = options
  return {
    async create(principalId, lifeMs = linkLifeMs) {
      const account = await accounts.find(principalId)
      if (account === undefined) return undefined
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
        body: canonicalJson({ principalId, epoch: account.epoch, expiresAt }),
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
      const used = canonicalJson({ ...link.data, usedAt: await store.now() })
      // The store judges both races in the write: who is first, and whether it is still in time.
      const outcome = await store.commit(
        { ...record, rev: record.rev + 1, body: used },
        record.rev,
        link.data.expiresAt,
      )
      if (outcome !== 'won') return undefined
      const account = await accounts.find(link.data.principalId)
      return account?.epoch === link.data.epoch ? account : undefined
    },
  }
}

/** Whether this version can read it. */
export const isLinkRecord = (record: StoreRecord): boolean =>
  record.schema === schema && body.safeParse(JSON.parse(record.body)).success

/** The code stands after `#`, so it reaches neither a server's log nor a `Referer`. */
export const toSignInUrl = (publicUrl: string, code: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/sign-in#${code}`
