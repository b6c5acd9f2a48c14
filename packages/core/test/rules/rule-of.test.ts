import { describe, expect, it } from 'vitest'
import { ruleOf } from '../../src/domain/rule.ts'
import { sampleIn } from '../domain/sample.ts'
import { dayMs, noon } from './sample-rules.ts'
import { createWorld } from './world.ts'

describe('the rule of an approval (I31)', () => {
  const approval = sampleIn('approved')
  const granted = { createdBy: 'ann', createdAt: noon, expiresAt: noon + dayMs }

  it('is for the approved action, under the approval’s id', async () => {
    const { rules } = createWorld()
    const { loop, requester, action } = approval
    await rules.write(ruleOf({ ...approval, ruleBindsInput: false }, { ...granted, maxUses: 3 }))
    expect(await rules.find({ loop, requester, action, bindInput: false })).toMatchObject({
      id: approval.id,
      approval: approval.id,
      createdBy: 'ann',
      expiresAt: noon + dayMs,
      maxUses: 3,
    })
    expect(await rules.find({ loop, requester, action, bindInput: true })).toBeUndefined()
  })

  it('binds the input where the approval says so', async () => {
    const { rules } = createWorld()
    const { loop, requester, action } = approval
    await rules.write(ruleOf({ ...approval, ruleBindsInput: true }, granted))
    expect(await rules.find({ loop, requester, action, bindInput: true })).toBeDefined()
    expect(await rules.find({ loop, requester, action: { ...action, input: 1 }, bindInput: true })).toBeUndefined()
  })
})
