// What a resource type offers the engine: how it is made, changed and deleted, and which properties it knows.
import type { JsonObject, Made } from '../model.ts'
import type { Perform } from '../perform.ts'

export interface Making {
  perform: Perform
  properties: JsonObject
  /** For a resource whose template gives it no name: `stack-logicalId-random`. */
  generatedName(longest: number): string
  /** Told as soon as there is something that a rollback has to delete. */
  made(made: Made): void
}

export interface Changing {
  perform: Perform
  made: Made
  before: JsonObject
  after: JsonObject
}

export interface ResourceHandler {
  properties: readonly string[]
  required: readonly string[]
  /** Changing one of them makes another resource. */
  replacing: readonly string[]
  /** The property that gives the resource a name of the customer's choice. */
  nameProperty?: string
  /** Whether Ref and the API know it by that name: then CAPABILITY_NAMED_IAM is asked for. */
  named: boolean
  create(making: Making): Made
  /** Only where no replacing property has changed. */
  update(changing: Changing): Made
  delete(perform: Perform, made: Made, properties: JsonObject): void
}
