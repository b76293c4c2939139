using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Definitions;
using Isaa.Protocol.Agents.Minds;
using Isaa.Protocol.Approvals;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Functions.Calls;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Chains.Storing;
using Isaa.Protocol.Health;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;
using Isaa.Protocol.Jobs.Details;
using Isaa.Protocol.Models;
using Isaa.Protocol.Queues;
using Isaa.Protocol.Runs;
using Isaa.Protocol.Usage;
using Isaa.Protocol.Workers;

namespace Isaa.Protocol;

/// <summary>How everything the API carries is written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobDetailView))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(DependencyPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(LogLineView))]
[JsonSerializable(typeof(SendSignal))]
[JsonSerializable(typeof(SentSignal))]
[JsonSerializable(typeof(JobCounts))]
[JsonSerializable(typeof(CancelJob))]
[JsonSerializable(typeof(ChangeJobs))]
[JsonSerializable(typeof(ChangedJobs))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(WorkerPage))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(QueueLimits))]
[JsonSerializable(typeof(KindView))]
[JsonSerializable(typeof(GroupPage))]
[JsonSerializable(typeof(GroupLimits))]
[JsonSerializable(typeof(RetentionView))]
[JsonSerializable(typeof(RetentionPage))]
[JsonSerializable(typeof(StepPage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(StartRun))]
[JsonSerializable(typeof(StartedRun))]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(GuideRun))]
[JsonSerializable(typeof(ForkRun))]
[JsonSerializable(typeof(AgentPage))]
[JsonSerializable(typeof(AgentDetailView))]
[JsonSerializable(typeof(AgentDiff))]
[JsonSerializable(typeof(RollbackAgent))]
[JsonSerializable(typeof(DeletedAgent))]
[JsonSerializable(typeof(DeletedDefinition))]
[JsonSerializable(typeof(AgentFile))]
[JsonSerializable(typeof(AgentFindings))]
[JsonSerializable(typeof(AgentMindView))]
[JsonSerializable(typeof(AgentResult))]
[JsonSerializable(typeof(UsagePage))]
[JsonSerializable(typeof(ApprovalPage))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(DecideApproval))]
[JsonSerializable(typeof(FunctionPage))]
[JsonSerializable(typeof(FunctionDetailView))]
[JsonSerializable(typeof(FunctionDiff))]
[JsonSerializable(typeof(FunctionTestPage))]
[JsonSerializable(typeof(DecideFunction))]
[JsonSerializable(typeof(RollbackFunction))]
[JsonSerializable(typeof(RunFunction))]
[JsonSerializable(typeof(FunctionCallView))]
[JsonSerializable(typeof(FunctionCallPage))]
[JsonSerializable(typeof(FunctionSummaryPage))]
[JsonSerializable(typeof(AddChain))]
[JsonSerializable(typeof(DecideChain))]
[JsonSerializable(typeof(RollbackChain))]
[JsonSerializable(typeof(StartChain))]
[JsonSerializable(typeof(SignalChain))]
[JsonSerializable(typeof(ChainSignalled))]
[JsonSerializable(typeof(ChainPage))]
[JsonSerializable(typeof(ChainDetailView))]
[JsonSerializable(typeof(ChainFindings))]
[JsonSerializable(typeof(ChainFits))]
[JsonSerializable(typeof(ChainDiff))]
[JsonSerializable(typeof(ChainGraph))]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ProtocolJson : JsonSerializerContext;
