// From the syntax tree of a condition to a function over the action. The tree comes from the CEL parser; it is run here
// and not by that library, whose evaluator has no bound: one `all` over a long list of the wrong type held it up for
// 0.8 s, a `size` inside one for 38 s. Here every loop pays from a budget, and an error is a value.
import type { ASTNode } from '@marcbachmann/cel-js'
import { conditionFunctions } from './condition-functions.ts'
import { either, loops, type Term } from './condition-term.ts'
import { compare, elementOf, equal, fieldOf, hasField, isIn, type Value } from './condition-values.ts'

/** Where and why a condition can't be taken; `position` counts UTF-16 units from 0. */
export interface ConditionProblem {
  readonly position: number
  readonly message: string
}

export interface Scope {
  /** Those found so far, in the order of the text. */
  readonly problems: ConditionProblem[]
  /** The variable of the loop around. */
  readonly item?: string
  /** Counts the nodes. */
  readonly size: { nodes: number }
}

const parts = ['kind', 'target', 'input'] as const
const known = `${parts.map((part) => `action.${part}`).join(', ')}, requester and loopName`
const callable = ['has', ...conditionFunctions.keys(), ...loops.keys()].join(', ')

export function compile(node: ASTNode, scope: Scope): Term {
  scope.size.nodes++
  switch (node.op) {
    case 'value':
      return literal(node, node.args, scope)
    case 'id':
      return variable(node, node.args, scope)
    case '.':
      return select(node.args, scope)
    case '[]': {
      const [list, index] = both(node.args, scope)
      return (run) => elementOf(list(run), index(run))
    }
    case 'list':
      return listOf(node.args.map((element) => compile(element, scope)))
    case '&&':
    case '||':
      return either(...both(node.args, scope), node.op === '||')
    case '?:':
      return ternary(node.args, scope)
    case '!_':
    case '-_':
      return unary(compile(node.args, scope), node.op)
    case '==':
    case '!=':
    case 'in': {
      const [left, right] = both(node.args, scope)
      const judge = node.op === 'in' ? isIn : equal
      const negated = node.op === '!='
      return (run) => {
        const value = judge(left(run), right(run), run.budget)
        return value === undefined ? undefined : value !== negated
      }
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right] = both(node.args, scope)
      const holds = orders[node.op]
      return (run) => {
        const order = compare(left(run), right(run), run.budget)
        return order === undefined ? undefined : holds(order)
      }
    }
    case '+':
    case '-':
    case '*': {
      const [left, right] = both(node.args, scope)
      const reckon = sums[node.op]
      return (run) => finite(reckon, left(run), right(run))
    }
    case 'call':
      return call(node, node.args[0], node.args[1], scope)
    case 'rcall':
      return call(node, node.args[0], [node.args[1], ...node.args[2]], scope)
    case '/':
    case '%':
    case 'map':
    case '.?':
    case '[?]':
      return refused(node, scope, `${node.op === 'map' ? '{…}' : node.op} is not available in conditions`)
  }
}

const orders = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
}

const sums = {
  '+': (left: number, right: number) => left + right,
  '-': (left: number, right: number) => left - right,
  '*': (left: number, right: number) => left * right,
}

function finite(reckon: (left: number, right: number) => number, left: Value, right: Value): Value {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const value = reckon(left, right)
  return Number.isFinite(value) ? value : undefined
}

function refused(node: ASTNode, { problems }: Scope, message: string): Term {
  problems.push({ position: node.pos, message })
  return () => undefined
}

function both(nodes: readonly [ASTNode, ASTNode], scope: Scope): readonly [Term, Term] {
  return [compile(nodes[0], scope), compile(nodes[1], scope)]
}

/** All numbers are doubles, as in JSON, so an integer must be one that a double holds exactly. */
function literal(node: ASTNode, value: unknown, scope: Scope): Term {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number')
    return () => value
  if (typeof value !== 'bigint')
    return refused(node, scope, 'bytes and unsigned numbers are not available in conditions')
  const number = Number(value)
  return Number.isSafeInteger(number)
    ? () => number
    : refused(node, scope, 'this number is too large to be held exactly')
}

function variable(node: ASTNode, name: string, scope: Scope): Term {
  if (name === scope.item) return (run) => run.item
  if (name === 'requester') return (run) => run.subject.requester
  if (name === 'loopName') return (run) => run.subject.loop
  return refused(node, scope, name === 'action' ? `name a part of it: ${known}` : `${name} is not one of ${known}`)
}

function select([of, name]: readonly [ASTNode, string], scope: Scope): Term {
  if (of.op !== 'id' || of.args !== 'action') {
    const term = compile(of, scope)
    return (run) => fieldOf(term(run), name)
  }
  const part = parts.find((each) => each === name)
  if (part === undefined) return refused(of, scope, `action.${name} is not one of ${known}`)
  return (run) => run.subject.action[part]
}

function listOf(elements: readonly Term[]): Term {
  return (run) => {
    const values = elements.map((element) => element(run)).filter((value) => value !== undefined)
    return values.length === elements.length ? values : undefined
  }
}

function ternary([test, yes, no]: readonly [ASTNode, ASTNode, ASTNode], scope: Scope): Term {
  const [judge, then, otherwise] = [compile(test, scope), compile(yes, scope), compile(no, scope)]
  return (run) => {
    const value = judge(run)
    if (typeof value !== 'boolean') return undefined
    return value ? then(run) : otherwise(run)
  }
}

function unary(term: Term, op: '!_' | '-_'): Term {
  return (run) => {
    const value = term(run)
    if (op === '-_') return typeof value === 'number' ? -value : undefined
    return typeof value === 'boolean' ? !value : undefined
  }
}

/** `args` begin with what it is called on, where it is called on something. */
function call(node: ASTNode, name: string, args: readonly ASTNode[], scope: Scope): Term {
  const [on, argument, body] = args
  if (name === 'has' && node.op === 'call' && on && args.length === 1) return presence(on, scope)
  const loop = node.op === 'rcall' ? loops.get(name) : undefined
  if (loop && on && argument && body && args.length === 3) return looped(loop, [on, argument, body], scope)
  const known = conditionFunctions.get(name)
  if (!known || !on || args.length !== known.arity || (node.op === 'call' && !known.plain))
    return refused(node, scope, `${name}() can’t be called here like this; available are ${callable}`)
  const term = compile(on, scope)
  const other: Term = argument === undefined ? () => undefined : compile(argument, scope)
  return (run) => known.call(term(run), other(run), run.budget)
}

function presence(node: ASTNode, scope: Scope): Term {
  if (node.op !== '.') return refused(node, scope, 'has() takes a field, such as has(action.input.amount)')
  const [of, name] = node.args
  const term = compile(of, scope)
  return (run) => hasField(term(run), name)
}

function looped(
  loop: (list: Term, test: Term, cost: number) => Term,
  [list, item, body]: readonly [ASTNode, ASTNode, ASTNode],
  scope: Scope,
): Term {
  if (scope.item !== undefined) return refused(list, scope, 'a loop within a loop is not available in conditions')
  if (item.op !== 'id' || ['action', 'requester', 'loopName'].includes(item.args))
    return refused(item, scope, 'the variable of a loop needs a name of its own, such as x')
  const elements = compile(list, scope)
  const before = scope.size.nodes
  const test = compile(body, { ...scope, item: item.args })
  return loop(elements, test, 1 + scope.size.nodes - before)
}
