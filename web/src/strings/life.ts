// Words of life after connecting: pause, changes and what they bring, rotation, removal, erasures.

export const lifeWords = {
  pause: 'Pause',
  resume: 'Resume',
  pausedHeading: (since: string) => `Paused ${since}`,
  pausedText:
    'Nothing is collected. The role is still proven daily. When you resume, collection goes on and fills the gap as far as AWS keeps points.',

  rotation: 'External ID',
  rotationText:
    'A new value in two phases: first the role accepts both, then only the new one. Collection goes on throughout.',
  rotationShared: 'This account shares its AWS Organization’s external ID. It is rotated for all members at once.',
  rotate: 'Rotate the external ID',
  rotationTitle: 'A rotation is under way',
  phaseOne: 'Let the role accept both values: put this trust policy in place of its present one.',
  phaseTwo: 'When AWS accepts the next value, finish. From then on HeyCloud sends it alone.',
  phaseThree: 'Then take the old value out of the trust policy: what to put there shows here when you have finished.',
  finished: 'The external ID has been rotated',
  finishedText:
    'HeyCloud sends the new value alone, and the old one is refused for good. The last step is yours: take the old value out of the role, with this trust policy.',
  trustBoth: 'Trust policy with both values',
  trustNext: 'Trust policy with the new value alone',
  next: 'Next value',
  nextState: {
    waiting: 'AWS does not accept the next value yet; asked again every few seconds while this page is open',
    accepted: 'AWS accepts the next value',
  },
  finish: 'Finish the rotation',
  cancel: 'Give it up, keep the present value',
  organizationPage: 'Open the Organization',

  keyHeading: 'Access key',
  keyId: 'Access key ID',
  secretEnds: (four: string) => `The secret ends in ${four}`,
  keyReplace: 'Replace the key',
  keyReplaceText:
    'Make a second key for the user first, enter it here, and delete the old one when the status says Connected.',
  keySave: 'Save the new key',

  accept: 'Accept with reason',
  acceptHeading: 'Leave this warning as it is?',
  acceptText: 'It no longer counts against the account. The reason is kept with your name, and can be withdrawn.',
  reason: 'Reason',
  reasonHelp: '3 to 500 characters, for whoever looks at this in a year',
  accepted: (actor: string, date: string, reason: string) => `Accepted by ${actor} on ${date}: “${reason}”`,
  withdraw: 'Withdraw',

  turnOff: (feature: string) => `Turn off ${feature}`,
  turnedOffText: 'What a feature lacks can also be given up: its actions are not asked for any more.',
  mend: 'What mends it',
  guide: 'Read the guide on this',

  deleteHeading: 'Disconnect this account',
  deleteText: 'HeyCloud stops reading it at once. What it has collected can be kept, or erased.',
  deleteButton: 'Disconnect…',
  data: 'What HeyCloud has collected',
  keep: 'Keep the data',
  keepText: 'Charts go on showing what was collected.',
  erase: 'Erase the data',
  eraseText: (rows: number) =>
    `${rows.toLocaleString('en')} rows of metrics, resources and alarms are removed for good, and it is counted that none is left.`,
  eraseWarning:
    'What is erased cannot be brought back: AWS keeps its own points for a while only, and of alarms and resources nothing.',
  remains: 'What stays in AWS',
  remainsText: 'HeyCloud cannot remove it: nothing in its policy lets it. Run this in CloudShell of the account.',
  removeBlock: 'Commands for AWS CloudShell that remove it',
  confirm: (id: string) => `Type ${id} to confirm`,
  deleteKeep: 'Disconnect and keep the data',
  deleteErase: 'Disconnect and erase the data',

  erasures: 'Erased accounts',
  erasureState: {
    waiting: 'Waiting until collection has let go',
    erasing: 'Erasing',
    verified: 'Erased',
    failed: 'Failed, and tried again',
  },
  erased: (rows: number, date: string) =>
    `${rows.toLocaleString('en')} rows erased on ${date}, and counted: nothing is left`,
}
