// Making resources: the same operations that the service's own API has, under the permissions of whoever deploys.
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { authorize } from '../iam/authorize.ts'
import { denialError } from '../iam/denial.ts'
import type { IamState } from '../iam/state.ts'

/** Carries out one operation of IAM. Throws `AwsError` as that operation does, a refusal included. */
export type Perform = (operation: string, input: object) => unknown

/**
 * Every call is decided by the caller's own policies, as with forward access sessions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function performerOf(iam: IamState, service: SimulatedService, call: Call): Perform {
  return (name, input) => {
    const operation = service.operations[name]
    if (!operation) throw new AwsError('InvalidAction', `Could not find operation ${name}`)
    for (const requirement of operation.requires(input, call)) {
      const via = { ...requirement.context, 'aws:CalledVia': ['cloudformation.amazonaws.com'] }
      const decision = authorize(iam, call.caller, { ...requirement, context: via }, call)
      if (!decision.allowed) throw denialError(service.signingName, call.caller, requirement, decision, 403)
    }
    return operation.answer(input, call)
  }
}
