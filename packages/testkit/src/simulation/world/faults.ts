// What goes wrong, how often, and until when: after `untilAt` the world is well behaved, so that what is left must end.
import type { World } from './world.ts'

export type StoreFault = 'refused' | 'answer lost' | 'landing late' | 'slow'

export interface Faults {
  ofStoreCall(isWrite: boolean): StoreFault | undefined
  isStoreDown(): boolean
  isOn(): boolean
  /** One way, ms. */
  travelMs(): number
  slowMs(): number
  /** What becomes of one hint on its way to one node: the delays after which it arrives; none if it is lost. */
  ofHint(): readonly number[]
}

export interface FaultPlan {
  /** Epoch ms. */
  readonly untilAt: number
  /** Of one store call, 0…1. */
  readonly storeRate: number
  readonly maxTravelMs: number
  readonly hintLossRate: number
  /** From and to, epoch ms. */
  readonly storeOutages: readonly (readonly [number, number])[]
}

const writeFaults: readonly StoreFault[] = ['refused', 'answer lost', 'answer lost', 'landing late', 'slow']
const readFaults: readonly StoreFault[] = ['refused', 'answer lost', 'slow']

export function createFaults({ random, now }: World, plan: FaultPlan): Faults {
  const isOn = () => now() < plan.untilAt
  const travelMs = () => random.between(1, plan.maxTravelMs)
  return {
    isOn,
    travelMs,
    ofStoreCall(isWrite) {
      if (!isOn() || !random.chance(plan.storeRate)) return undefined
      return random.pick(isWrite ? writeFaults : readFaults)
    },
    isStoreDown: () => plan.storeOutages.some(([from, to]) => now() >= from && now() < to),
    slowMs: () => random.between(50, 400),
    ofHint() {
      if (!isOn()) return [travelMs()]
      if (random.chance(plan.hintLossRate)) return []
      return Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => travelMs() + (random.chance(0.2) ? 500 : 0))
    },
  }
}
