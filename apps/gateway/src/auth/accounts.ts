// Who can have a session: the operator and the reviewers, each with what they may do now. Asked anew for every request,
// so that what a session was made for doesn't outlive it.
import { createHash, scrypt } from 'node:crypto'
import type { AuthConfig } from '../config/gateway-config.ts'
import type { Account } from './account.ts'
import { operatorPrincipal } from './principals.ts'
import type { Reviewers } from './reviewers.ts'

export interface Accounts {
  /** Undefined for somebody unknown, or removed. */
  find(principalId: string): Promise<Account | undefined>
}

export function createAccounts(options: {
  readonly auth: () => AuthConfig
  readonly reviewers: Pick<Reviewers, 'account'>
}): Accounts {
  const operatorEpoch = createOperatorEpoch(options.auth)
  return {
    async find(principalId) {
      if (principalId !== 'operator') return options.reviewers.account(principalId)
      return { principal: operatorPrincipal('inbox'), epoch: await operatorEpoch() }
    },
  }
}

/** Changes with the gateway's credential: a new one signs the operator out everywhere. */
function createOperatorEpoch(auth: () => AuthConfig): () => Promise<string> {
  let known: { readonly secret: string; readonly epoch: Promise<string> } | undefined
  return () => {
    const current = auth()
    const secret = current.mode === 'token' ? current.token : current.password
    if (known?.secret !== secret) known = { secret, epoch: deriveEpoch(`${current.mode}:${secret}`) }
    return known.epoch
  }
}

/** It is stored beside sessions: so it is slow to guess the secret from, and short enough to fit many. */
const deriveEpoch = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const salt = createHash('sha256').update('holdpoint operator sessions').digest()
    scrypt(text, salt, 8, { N: 2 ** 14, r: 8, p: 1 }, (error, bytes) =>
      error === null ? resolve(bytes.toString('hex')) : reject(error),
    )
  })
