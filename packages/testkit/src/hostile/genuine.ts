// Genuine calls among the hostile ones: what is asked, decided and run as it should be.
import assert from 'node:assert/strict'
import type { Json } from '@holdpoint/core'
import { send } from './attack.ts'
import type { HostileSite } from './hostile-site.ts'
import { markOf } from './mark.ts'
import { messageOf, requestFor, type Held } from './ways-in.ts'
import type { HostileInput, Way } from './hostile-row.ts'

export interface Genuine {
  call(way: Way, held: Held, input: HostileInput): Promise<{ readonly status: number; readonly body: Answered }>
  /** A message that waits for a decision. */
  hold(text: string): Promise<Held>
  status(id: string): Promise<string | undefined>
  /** Allows it, and resolves once it has run; the mark that it must have left. */
  allow(held: Held, text: string): Promise<string>
  /** The same for what was allowed by other means. */
  finished(held: Held, text: string): Promise<string>
}

interface Answered {
  readonly status?: string
  readonly votes?: readonly Json[]
  readonly approval?: { readonly id: string; readonly digest: string; readonly status: string }
}

const nothing: Held = { id: 'ap_none', digest: `sha256:${'0'.repeat(64)}` }

export function genuineOn(site: HostileSite): Genuine {
  const call: Genuine['call'] = async (way, held, input) => {
    const { status, text } = await send(site.port, requestFor(way, input, site, held))
    const answered: Answered = text.startsWith('{') ? JSON.parse(text) : {}
    return { status, body: answered }
  }
  const status = async (id: string) => (await call('read', { ...nothing, id }, {})).body.status
  const finished = async (held: Held, text: string) => {
    for (let tries = 0; (await status(held.id)) !== 'succeeded'; tries += 1) {
      assert.ok(tries < 2_000, `${held.id} has not run`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return markOf('+1555', { text })
  }
  return {
    call,
    status,
    finished,
    async hold(text) {
      const asked = await call('outbound', nothing, { body: JSON.stringify(messageOf(text)) })
      assert.equal(asked.status, 202, `asking is held, not ${JSON.stringify(asked)}`)
      const { id, digest } = asked.body.approval ?? nothing
      return { id, digest }
    },
    async allow(held, text) {
      const decided = await call('decision', held, {})
      assert.equal(decided.status, 200, `allowing is taken, not ${JSON.stringify(decided)}`)
      return finished(held, text)
    },
  }
}
