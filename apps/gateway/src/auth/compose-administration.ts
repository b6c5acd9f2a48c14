// Who can come in at all, and what administrators do about it: the same over the gateway's HTTP API and on its store.
import type { Store } from '@holdpoint/core'
import type { AuthConfig } from '../config/gateway-config.ts'
import { createAccounts, type Accounts } from './accounts.ts'
import { createKeyAdministration, type KeyAdministration } from './key-administration.ts'
import { createKeys, type Keys } from './keys.ts'
import { createOperatorLinks, type CreateOperatorLink } from './link-administration.ts'
import { createPasswords, type ScryptCost } from './passwords.ts'
import { createReviewerAdministration, type ReviewerAdministration } from './reviewer-administration.ts'
import { createReviewers, type Reviewers } from './reviewers.ts'
import type { SecurityLog } from './security-log.ts'
import { createSignInLinks, type SignInLinks } from './sign-in-links.ts'

/** What administrators may call; every call takes the principal that asks. */
export interface Administration {
  readonly keys: KeyAdministration
  readonly people: ReviewerAdministration
  readonly createLink: CreateOperatorLink
}

export interface WhoThereIs {
  readonly keys: Keys
  readonly reviewers: Reviewers
  readonly accounts: Accounts
  readonly links: SignInLinks
}

export interface AdministrationOptions {
  readonly store: Store
  /** Asked at every use. */
  readonly auth: () => AuthConfig
  readonly publicUrl: string
  readonly security: SecurityLog
  /** What a reviewer's password costs to check; the default is for people. */
  readonly passwordCost?: ScryptCost
  /** Told which keys are used. */
  readonly uses?: { add(name: string): void }
}

export function composeAdministration(options: AdministrationOptions): {
  readonly there: WhoThereIs
  readonly administration: Administration
} {
  const { store, auth, publicUrl, security, passwordCost } = options
  const keys = createKeys({ store, ...(options.uses && { uses: options.uses }) })
  const reviewers = createReviewers({ store, passwords: createPasswords(passwordCost && { cost: passwordCost }) })
  const accounts = createAccounts({ auth, reviewers })
  const links = createSignInLinks({ store, accounts })
  return {
    there: { keys, reviewers, accounts, links },
    administration: {
      keys: createKeyAdministration({ keys, security }),
      people: createReviewerAdministration({ reviewers, links, publicUrl, security }),
      createLink: createOperatorLinks({ links, publicUrl, security }),
    },
  }
}
