// Stands in front of the machine and notes which cells of its table are exercised: status × command, and what came out.
const machine = new URL(import.meta.url).searchParams.get('machine') ?? ''
const real = await import(`${machine}?watched`)
const { statusAt } = await import(new URL('./approval.ts', machine).href)

/** @type {Map<string, number>} command and status → times */
const cells = new Map()
Reflect.set(globalThis, Symbol.for('holdpoint.sim.cells'), cells)

for (const [type, row] of Object.entries(real.describeMachine()))
  for (const status of Object.keys(row)) cells.set(`${type} ${status}`, 0)

export const { describeMachine } = real

/** @type {typeof import('../../packages/core/src/domain/machine.ts').transition} */
export const transition = (approval, command) => {
  if (approval !== undefined && !approval.applied.some(({ key }) => key === command.key)) {
    const status = command.type === 'elapse' ? approval.status : statusAt(approval, command.at)
    const cell = `${command.type} ${status}`
    cells.set(cell, (cells.get(cell) ?? 0) + 1)
  }
  return real.transition(approval, command)
}
