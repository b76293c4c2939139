using Isaa.Agents.Memory;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents.Memory;

/// <summary>Changes what an agent keeps in mind inside a job's transaction.</summary>
internal sealed class AgentStateWriter : ISqlStoreWriter
{
    public bool TryWrite(SqlWriteContext context, StoreWrite write)
    {
        if (write is not AgentStateWrite change)
        {
            return false;
        }

        AgentStateRows.Change(context, change);
        return true;
    }
}
