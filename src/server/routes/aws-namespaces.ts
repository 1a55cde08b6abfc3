// CloudWatch namespaces that a filter may name: the public API's list in its order, then what the registry knows besides.
import { services } from '../../services/index.ts'
import { namespacesReply } from '../schema/aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

/** As the public API answered in August 2025, and the six that it added since. `AWS/Network Manager` holds a space. */
const publicNamespaces = `
AWS/ApiGateway, AWS/AppRunner, AWS/AppStream, AWS/AppSync, AWS/ApplicationELB, AWS/Athena, AWS/AutoScaling, AWS/Backup,
AWS/Bedrock, AWS/Billing, AWS/Budgeting, AWS/CertificateManager, AWS/ELB, AWS/CloudFront, AWS/CloudHSM, AWS/CloudSearch,
AWS/Logs, AWS/CodeBuild, AWS/CodeWhisperer, AWS/Cognito, AWS/Config, AWS/Connect, AWS/DMS, AWS/DX, AWS/DocDB,
AWS/DynamoDB, AWS/DAX, AWS/EC2, AWS/EC2/API, AWS/EC2/InfrastructurePerformance, AWS/EC2Spot, AWS/ElasticMapReduce,
AWS/ElastiCache, AWS/ElasticBeanstalk, AWS/EBS, AWS/ECR, AWS/ECS, AWS/EFS, AWS/ElasticInference, AWS/ElasticTranscoder,
AWS/MediaConnect, AWS/MediaConvert, AWS/MediaLive, AWS/MediaPackage, AWS/MediaStore, AWS/MediaTailor, AWS/Events,
AWS/EventBridge/Pipes, AWS/Scheduler, AWS/FSx, AWS/GameLift, AWS/GlobalAccelerator, Glue, AWS/Inspector, AWS/IoT, AWS/KMS,
AWS/Cassandra, AWS/Kinesis, AWS/KinesisAnalytics, AWS/Firehose, AWS/Lambda, AWS/Lex, AWS/AmazonMQ, AWS/ML, AWS/Kafka,
AmazonMWAA, AWS/MemoryDB, AWS/NATGateway, AWS/Neptune, AWS/NetworkFirewall, AWS/NetworkELB, AWS/Network Manager,
AWS/NetworkMonitor, AWS/ES, AWS/AOSS, AWS/OpsWorks, AWS/PCS, AWS/Polly, AWS/PrivateLinkEndpoints,
AWS/PrivateLinkServices, AWS/RDS, AWS/RDS/Proxy, AWS/Redshift, AWS/Rekognition, AWS/Route53, AWS/Route53Resolver, AWS/S3,
AWS/S3/Storage-Lens, AWS/SageMaker, /aws/sagemaker/Endpoints, AWS/Sagemaker/LabelingJobs,
AWS/Sagemaker/ModelBuildingPipeline, /aws/sagemaker/ProcessingJobs, /aws/sagemaker/TrainingJobs,
/aws/sagemaker/TransformJobs, AWS/SageMaker/Workteam, AWS/ServiceQuotas, AWS/DDoSProtection, AWS/SES, AWS/SNS, AWS/SQS,
AWS/SWF, AWS/States, AWS/StorageGateway, AWS/Textract, AWS/TransitGateway, AWS/Translate, AWS/TrustedAdvisor, AWS/Usage,
AWS/VPN, WAF, AWS/WAFV2, AWS/WorkSpaces, AWS/X-Ray, AWS/Bedrock-AgentCore, AWS/Bedrock/Agents, AWS/Bedrock/Batch,
AWS/Bedrock/DataAutomation, AWS/Bedrock/Guardrails, AWS/Bedrock/KnowledgeBases, AWS/BedrockMantle`
  .split(',')
  .map(name => name.trim())

/** Each once. */
export const availableNamespaces: readonly string[] = [
  ...new Set([
    ...publicNamespaces,
    ...services.flatMap(service => service.namespaces).map(({ namespace }) => namespace),
  ]),
]

export const awsNamespaceRoutes: Routes = () => async app => {
  speakJsonApi(app)
  app.get('/api/v2/integration/aws/available_namespaces', { schema: { response: { 200: namespacesReply } } }, () => ({
    data: {
      id: 'namespaces' as const,
      type: 'namespaces' as const,
      attributes: { namespaces: [...availableNamespaces] },
    },
  }))
}
