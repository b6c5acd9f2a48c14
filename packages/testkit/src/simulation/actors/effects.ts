// What really happens in the world: each run is noted the moment it begins, whoever began it and whatever becomes of it.
import type { Action, Execute, Executor, RunOutcome } from '@holdpoint/core'
import type { History } from '../history.ts'
import type { World } from '../world/world.ts'

export interface Effects {
  /** The effect of one action, done now. */
  perform(approval: string, action: Action, by: Executor): void
  executeFor(isAlive: () => boolean): Execute
}

export function createEffects(world: World, history: History, onRun: () => void): Effects {
  const { random } = world
  const perform: Effects['perform'] = (approval, action, by) => {
    history.runs.push({ approval, action, by, step: world.step() })
    onRun()
  }
  return {
    perform,
    executeFor: (isAlive) => (approval, signal) =>
      new Promise((resolve, reject) => {
        if (!isAlive()) return
        perform(approval.id, approval.action, 'gateway')
        const outcome = random.pick<RunOutcome | 'throws' | 'hangs'>([
          'succeeded',
          'succeeded',
          'failed',
          'unknown',
          'throws',
          'hangs',
        ])
        signal.addEventListener('abort', () => isAlive() && reject(new Error('aborted')))
        if (outcome === 'hangs') return
        world.after(random.between(1, 400), () => {
          if (!isAlive()) return
          if (outcome === 'throws') reject(new Error('the effect threw'))
          else resolve({ outcome })
        })
      }),
  }
}
