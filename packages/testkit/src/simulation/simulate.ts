// One world from one seed: nodes, people, an outside place and faults, run to the end and judged all along.
import { createClient } from './actors/client.ts'
import { createEffects } from './actors/effects.ts'
import { runThroughGate } from './actors/gate-user.ts'
import { createOutsidePlace, type OutsidePlace } from './actors/outside-place.ts'
import { askOverApi } from './actors/requester.ts'
import { review } from './actors/reviewer.ts'
import { checkEnd, checkHeld, isOver } from './checks/check-end.ts'
import { checkOrder } from './checks/check-order.ts'
import { createWatch } from './checks/watch.ts'
import { createHistory, type ApprovalWrite, type History, type Violation } from './history.ts'
import { leaveStrangeRecord } from './held-records.ts'
import { drawPlan } from './plan.ts'
import type { Scene } from './scene.ts'
import { createFaults } from './world/faults.ts'
import { createHints } from './world/hints.ts'
import { createNode, type SimNode } from './world/node.ts'
import { createSharedStore, type SharedStore } from './world/shared-store.ts'
import { createWorld } from './world/world.ts'

export interface SimulationReport {
  readonly seed: number
  readonly steps: number
  readonly approvals: number
  readonly runs: number
  /** Histories of one approval too tangled to be put in order within the bound. */
  readonly gaveUp: number
  readonly violations: readonly Violation[]
  readonly history: History
}

/** Virtual ms after which a world that hasn't come to rest is stuck. */
const limitMs = 120_000

/** The same seed gives the same report. */
export async function simulate(seed: number): Promise<SimulationReport> {
  const world = createWorld(seed)
  const plan = drawPlan(world)
  const history = createHistory()
  const watch = createWatch({ world, history, shared: () => shared, plan })
  const shared: SharedStore = createSharedStore(world.now, watch.onWrite)
  const faults = createFaults(world, plan.faults)
  const hints = createHints(world, faults)
  const effects = createEffects(world, history, watch.onRun)
  const nodes: SimNode[] = []
  let { settings } = plan
  const outside: OutsidePlace = createOutsidePlace({ world, faults, history, nodes, trusted: plan.trusted })
  for (let n = 0; n < plan.nodes; n++)
    nodes.push(
      createNode({
        name: `node-${n}`,
        world,
        shared,
        faults,
        hints,
        settings: () => settings,
        channels: (isAlive) => [outside.channelFor(isAlive)],
        execute: effects.executeFor,
      }),
    )
  const scene: Scene = { world, plan, history, shared, nodes, client: createClient(world, history, nodes), effects }

  for (const node of nodes) world.spawn(async () => node.start())
  let busy = 0
  const act = (task: () => Promise<void>) => {
    busy += 1
    world.after(world.random.int(plan.busyMs), () =>
      world.spawn(async () => {
        await task()
        busy -= 1
      }),
    )
  }
  for (let n = 1; n <= plan.actions; n++) {
    const requester = world.random.pick(plan.requesters)
    act(() => (world.random.chance(0.3) ? runThroughGate : askOverApi)(scene, n, requester))
  }
  for (let times = world.random.between(4, 10 + plan.actions); times > 0; times--) act(() => review(scene))
  if (world.random.chance(0.3)) world.after(world.random.int(plan.busyMs), () => leaveStrangeRecord(scene, watch))
  const { reload } = plan
  if (reload) world.after(reload.atMs, () => void ({ settings } = reload))
  for (const { node, atMs, forMs } of plan.crashes) {
    world.after(atMs, () => nodes[node]?.crash())
    world.after(atMs + forMs, () => void (nodes[node]?.isUp() || nodes[node]?.start()))
  }

  const last = () => [...new Map(history.writes.map((write): [string, ApprovalWrite] => [write.id, write])).values()]
  const isAtRest = () =>
    busy === 0 && !faults.isOn() && last().every(({ after }) => isOver(after.status)) && watch.isAudited()
  await withMachineClocks(world.now, () => world.run(isAtRest, world.now() + limitMs))

  const order = checkOrder(world, history)
  const held = checkHeld(history.calls, watch.isHeld)
  const violations = [
    ...history.violations,
    ...checkEnd(last(), world.step()),
    ...watch.unaudited(),
    ...held,
    ...order.violations,
  ]
  const { length: runs } = history.runs
  return { seed, steps: world.step(), approvals: last().length, runs, gaveUp: order.gaveUp, violations, history }
}

/**
 * The clocks of the machines: the wall clock jumps by a year now and then and must not matter, the monotonic one runs
 * with the world.
 */
async function withMachineClocks(now: () => number, run: () => Promise<void>): Promise<void> {
  const wallClock = Date.now
  const monotonic = performance.now
  const begun = now()
  Date.now = () => now() + ((Math.floor(now() / 700) % 3) - 1) * yearMs
  performance.now = () => now() - begun
  try {
    await run()
  } finally {
    Date.now = wallClock
    performance.now = monotonic
  }
}

const yearMs = 31_536_000_000
