// Somebody who runs functions through a gate inside a node: all of it dies with the node.
import { createGate } from '@holdpoint/core'
import { insideTitle } from '../history.ts'
import type { Scene } from '../scene.ts'
import { draw, principalOf } from './requester.ts'

export async function runThroughGate(scene: Scene, n: number, requester: string): Promise<void> {
  const { world, history, effects, nodes } = scene
  const { random } = world
  const asked = { ...draw(scene, n, requester), executor: 'requester' as const }
  history.asked.set(n, asked)
  const abort = new AbortController()
  if (random.chance(0.3)) world.after(random.int(2_500), () => abort.abort())
  const throws = random.chance(0.2)
  const takesMs = random.int(200)
  await random.pick(nodes).call(async ({ approvals }) => {
    const gate = createGate({ approvals, principal: principalOf(requester), loop: asked.loop })
    const perform = async (action: typeof asked.action, ticket: { readonly approvalId: string }) => {
      effects.perform(ticket.approvalId, action, 'requester')
      await world.sleep(takesMs)
      if (throws) throw new Error('the function threw')
    }
    return gate
      .run(asked.action, perform, { signal: abort.signal, claim: { title: insideTitle } })
      .catch(() => undefined)
  })
}
