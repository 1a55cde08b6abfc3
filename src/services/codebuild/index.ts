// AWS CodeBuild: projects.
import { defineService } from '../../core/define.ts'

export const codeBuild = defineService({
  id: 'codebuild',
  title: 'AWS CodeBuild',
  namespaces: [],
  resources: [],
})
