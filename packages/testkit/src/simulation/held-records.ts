// Records as a newer or a broken version might have left them: an unknown status, an unknown field, another form; and
// one that lists no reviewers, which nobody may decide. Made from what is in the store, so that they look right.
import { canonicalJson, type Approval, type Json } from '@holdpoint/core'
import type { StoreRecord } from '@holdpoint/core/store'
import type { Watch } from './checks/watch.ts'
import type { Scene } from './scene.ts'

const strangenesses = ['status', 'field', 'schema', 'half'] as const

export function leaveStrangeRecord({ world, shared }: Scene, watch: Watch): void {
  const { random } = world
  const [model] = shared.all('approvals').filter(({ facets }) => facets[0] === 'pending' || facets[0] === 'approved')
  if (!model) return
  const id = `strange-${random.hex()}`
  const approval = { ...(JSON.parse(model.body) as Approval), id }
  if (random.chance(0.4)) {
    watch.expect(id)
    const { thresholds } = approval
    const nobody = {
      ...approval,
      thresholds: { ...thresholds, reviewers: [] },
      status: 'pending',
      votes: [],
      asks: [],
      answers: [],
    }
    shared.create({ ...model, id, rev: 1, body: text(nobody), outbox: [], facets: facetsOf(model, 'pending') })
    return
  }
  const strange = strangeForm(random.pick(strangenesses), approval, model)
  watch.hold(id)
  shared.create({ ...strange, id, rev: 1 })
}

function strangeForm(how: (typeof strangenesses)[number], approval: Approval, model: StoreRecord): StoreRecord {
  switch (how) {
    case 'status':
      return { ...model, body: text({ ...approval, status: 'escalated' }), facets: facetsOf(model, 'escalated') }
    case 'field':
      return { ...model, body: text({ ...approval, quorum: 3 }) }
    case 'schema':
      return { ...model, body: text(approval), schema: model.schema + 1 }
    case 'half':
      return { ...model, body: text(approval).slice(0, 40) }
  }
}

const text = (approval: object): string => canonicalJson(approval as { readonly [key: string]: Json })

const facetsOf = ({ facets }: StoreRecord, status: string): StoreRecord['facets'] => [
  status,
  facets[1],
  facets[2],
  facets[3],
]
