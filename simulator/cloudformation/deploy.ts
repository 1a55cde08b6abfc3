// Stacks created, updated and deleted as a whole, and rolled back where a step fails.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
import { change, type Failure, make, namedAlike, propertiesOf, remove, replaces } from './make.ts'
import type { Change, StackResource } from './model.ts'
import { creationOrder } from './references.ts'
import type { Scope } from './resolve.ts'
import { enter, isWanted, outputsOf, type Run, record, resourceOf, sameJson, scopeOf } from './run.ts'
import { readTemplate } from './template.ts'

const joined = (resources: readonly { logicalId: string }[]): string =>
  resources.map(({ logicalId }) => logicalId).join(', ')

/** The logical ids that the conditions leave, each behind those that it waits for. */
const wantedIds = (run: Run, scope: Scope): string[] =>
  creationOrder(run.template).filter(id => {
    const declared = run.template.resources[id]
    return declared !== undefined && isWanted(scope, declared)
  })

/** By the present template, what waits for others first. */
function deletionOrder(run: Run): StackResource[] {
  const order = creationOrder(readTemplate(run.stack.template))
  return [...run.stack.resources].sort((a, b) => order.indexOf(b.logicalId) - order.indexOf(a.logicalId))
}

/** Deletes what the stack holds; what could not be deleted stays on it. */
function removeAll(run: Run): void {
  const { resources } = readTemplate(run.stack.template)
  for (const resource of deletionOrder(run)) {
    if (resources[resource.logicalId]?.retained) {
      record(run, resource, 'DELETE_SKIPPED')
      run.stack.resources = run.stack.resources.filter(other => other !== resource)
    } else remove(run, resource)
  }
}

export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'

function createResources(run: Run, scope: Scope): string | undefined {
  for (const logicalId of wantedIds(run, scope)) {
    const declared = run.template.resources[logicalId]
    if (!declared) continue
    const failure = make(run, logicalId, declared.type, propertiesOf(run, declared, scope))
    if (failure !== undefined) return logicalId
  }
  return undefined
}

/** Leaves the stack in CREATE_COMPLETE, ROLLBACK_COMPLETE, DELETE_COMPLETE or CREATE_FAILED. */
export function createStack(run: Run, onFailure: OnFailure): void {
  enter(run, 'CREATE_IN_PROGRESS', 'User Initiated')
  const scope = scopeOf(run)
  const failed = createResources(run, scope)
  if (failed === undefined) {
    run.stack.outputs = outputsOf(run, scope)
    enter(run, 'CREATE_COMPLETE')
    return
  }
  const reason = `The following resource(s) failed to create: [${failed}]. `
  if (onFailure === 'DO_NOTHING') {
    enter(run, 'CREATE_FAILED', reason)
    return
  }
  const [going, done] =
    onFailure === 'DELETE' ? ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'] : ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE']
  enter(run, going, `${reason}${onFailure === 'DELETE' ? 'Delete' : 'Rollback'} requested by user.`)
  removeAll(run)
  const left = run.stack.resources
  if (left.length > 0) enter(run, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: [${joined(left)}]. `)
  else enter(run, done)
  if (done === 'DELETE_COMPLETE') run.stack.deletedAt = run.now()
}

/** How one step of an update is taken back. */
type Undo = () => Failure

interface Updating {
  undo: Undo[]
  /** Replaced, and deleted when everything else is done. */
  old: StackResource[]
}

function replace(run: Run, resource: StackResource, properties: StackResource['properties'], going: Updating): Failure {
  const alike = namedAlike(resource, properties)
  if (alike !== undefined) {
    record(run, resource, 'UPDATE_FAILED', alike)
    return alike
  }
  run.stack.resources = run.stack.resources.filter(other => other !== resource)
  going.undo.push(() => {
    const made = resourceOf(run, resource.logicalId)
    const failure = made && remove(run, made)
    run.stack.resources.push(resource)
    return failure
  })
  going.old.push(resource)
  return make(run, resource.logicalId, resource.type, properties)
}

function updateOne(run: Run, logicalId: string, scope: Scope, going: Updating): Failure {
  const declared = run.template.resources[logicalId]
  if (!declared) return undefined
  const properties = propertiesOf(run, declared, scope)
  const present = resourceOf(run, logicalId)
  if (!present) {
    going.undo.push(() => {
      const made = resourceOf(run, logicalId)
      return made && remove(run, made)
    })
    return make(run, logicalId, declared.type, properties)
  }
  if (sameJson(present.properties, properties)) return undefined
  if (present.type !== declared.type || replaces(present, properties)) return replace(run, present, properties, going)
  const before = present.properties
  going.undo.push(() => change(run, present, before))
  return change(run, present, properties)
}

function rollBack(run: Run, failed: string, going: Updating): void {
  enter(run, 'UPDATE_ROLLBACK_IN_PROGRESS', `The following resource(s) failed to update: [${failed}]. `)
  const failures = going.undo.reverse().map(undo => undo())
  enter(run, failures.some(failure => failure !== undefined) ? 'UPDATE_ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_COMPLETE')
}

/** `next` is what the stack becomes if all goes well. Leaves it in UPDATE_COMPLETE or UPDATE_ROLLBACK_COMPLETE. */
export function updateStack(
  run: Run,
  next: Pick<Run['stack'], 'template' | 'parameters' | 'tags' | 'capabilities'>,
): void {
  const before = { tags: run.stack.tags }
  enter(run, 'UPDATE_IN_PROGRESS', 'User Initiated')
  run.stack.updatedAt = run.now()
  run.stack.tags = next.tags
  const scope = scopeOf(run)
  const going: Updating = { undo: [], old: [] }
  const wanted = wantedIds(run, scope)
  for (const logicalId of wanted)
    if (updateOne(run, logicalId, scope, going) !== undefined) {
      Object.assign(run.stack, before)
      rollBack(run, logicalId, going)
      return
    }
  run.stack.outputs = outputsOf(run, scope)
  enter(run, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  // In the old template's order: the new one need not know them.
  const gone = deletionOrder(run).filter(({ logicalId }) => !wanted.includes(logicalId))
  for (const resource of [...going.old, ...gone]) remove(run, resource)
  Object.assign(run.stack, next)
  enter(run, 'UPDATE_COMPLETE')
}

/** Leaves it in DELETE_COMPLETE or DELETE_FAILED. */
export function deleteStack(run: Run): void {
  enter(run, 'DELETE_IN_PROGRESS', 'User Initiated')
  removeAll(run)
  const left = run.stack.resources
  if (left.length > 0) {
    enter(run, 'DELETE_FAILED', `The following resource(s) failed to delete: [${joined(left)}]. `)
    return
  }
  enter(run, 'DELETE_COMPLETE')
  run.stack.deletedAt = run.now()
}

/** Stands for what a resource that is not there yet will be called. */
const later = (logicalId: string): string => `{{${logicalId}}}`

/** What a deployment would change. Throws `ValidationError` for a template that cannot be deployed. */
export function changesOf(run: Run): { changes: Change[]; outputsChange: boolean } {
  const renewed = new Set<string>()
  const present = scopeOf(run)
  const known = (logicalId: string) => resourceOf(run, logicalId) !== undefined && !renewed.has(logicalId)
  const scope: Scope = {
    ...present,
    ref: id => (known(id) ? present.ref(id) : later(id)),
    attribute: (id, name) => (known(id) ? present.attribute(id, name) : later(id)),
  }
  const wanted = wantedIds(run, scope)
  const made = wanted.flatMap((logicalId): Change[] => {
    const declared = run.template.resources[logicalId]
    const resource = resourceOf(run, logicalId)
    if (!declared) return []
    const subject = { logicalId, type: declared.type }
    const properties = propertiesOf(run, declared, scope)
    if (!resource) return [{ action: 'Add', ...subject }]
    if (sameJson(resource.properties, properties)) return []
    const replacement = replaces(resource, properties)
    if (replacement) renewed.add(logicalId)
    return [{ action: 'Modify', ...subject, physicalId: resource.physicalId, replacement }]
  })
  const gone = run.stack.resources
    .filter(({ logicalId }) => !wanted.includes(logicalId))
    .map(({ logicalId, type, physicalId }): Change => ({ action: 'Remove', logicalId, type, physicalId }))
  return { changes: [...made, ...gone], outputsChange: !sameJson(outputsOf(run, scope), run.stack.outputs) }
}
