// The gateway's own credential, which is the operator: a token or a password, as the configuration says, and never the
// one where the other is meant.
import type { Principal } from '@holdpoint/core'
import type { AuthConfig } from '../config/gateway-config.ts'
import type { Credential } from './credential.ts'
import { operatorPrincipal } from './principals.ts'
import { sameSecret } from './secret.ts'

export interface GatewayCredential {
  mode(): AuthConfig['mode']
  /** The operator, if this header holds the credential in the form of the mode: Bearer a token, Basic a password. */
  fromHeader(credential: Credential): Principal | undefined
  /** The operator, if this is what was typed into the form's field of the mode. */
  fromForm(field: 'token' | 'password', text: string): Principal | undefined
}

/** The name that goes with the password, in Basic and in the form. */
export const operatorName = 'operator'

/** `auth` is asked at every use, so that a changed configuration counts at once. */
export function createGatewayCredential(auth: () => AuthConfig): GatewayCredential {
  const opens = (field: 'token' | 'password', text: string): boolean => {
    const secret = secretFor(auth(), field)
    // An unset secret must open nothing, whatever was sent.
    return sameSecret(text, secret ?? '') && secret !== undefined && secret !== ''
  }
  return {
    mode: () => auth().mode,
    fromHeader(credential) {
      const isOperator =
        credential.scheme === 'bearer'
          ? opens('token', credential.text)
          : opens('password', credential.password) && credential.name === operatorName
      return isOperator ? operatorPrincipal('api') : undefined
    },
    fromForm: (field, text) => (opens(field, text) ? operatorPrincipal('inbox') : undefined),
  }
}

function secretFor(auth: AuthConfig, field: 'token' | 'password'): string | undefined {
  if (auth.mode === 'token') return field === 'token' ? auth.token : undefined
  return field === 'password' ? auth.password : undefined
}
