namespace Isaa.Jobs.Limits;

/// <summary>What a handler may hold back when an outside service asks for patience.</summary>
public enum BlockScope
{
    /// <summary>All jobs of the queue.</summary>
    Queue,

    /// <summary>The jobs of the same group; the job alone when it has no group.</summary>
    Group,
}
