using Isaa.Agents.Approvals;
using Isaa.Agents.Usage;
using Isaa.Tools;

namespace Isaa.Agents.Calls;

/// <summary>What all runs of this process share.</summary>
/// <param name="Invoker">Calls tools.</param>
/// <param name="Approvals">Keeps questions to people.</param>
/// <param name="Ledger">Counts what model calls use.</param>
internal sealed record RunPorts(ToolInvoker Invoker, IApprovalStore Approvals, UsageLedger Ledger);
