namespace Isaa.Storage.Sql;

/// <summary>Runs reads on a connection of its own; used by one thread. A failure is told to the read's caller, never thrown.</summary>
internal interface IReadRunner : IDisposable
{
    /// <summary>Runs one read to its end.</summary>
    void Run(ReadRequest request);
}
