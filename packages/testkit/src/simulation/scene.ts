// What every actor of one world shares.
import type { Client } from './actors/client.ts'
import type { Effects } from './actors/effects.ts'
import type { History } from './history.ts'
import type { Plan } from './plan.ts'
import type { SimNode } from './world/node.ts'
import type { SharedStore } from './world/shared-store.ts'
import type { World } from './world/world.ts'

export interface Scene {
  readonly world: World
  readonly plan: Plan
  readonly history: History
  readonly shared: SharedStore
  readonly nodes: readonly SimNode[]
  readonly client: Client
  readonly effects: Effects
}
