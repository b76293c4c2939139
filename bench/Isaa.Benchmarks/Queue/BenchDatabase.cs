using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Queue;

/// <summary>A kind of database: makes stores, and says what it does at best with the same rows and indexes.</summary>
internal abstract class BenchDatabase : IDisposable
{
    /// <summary>Its name in the lines.</summary>
    public abstract string Name { get; }

    /// <summary>The address of a new store, readable by another process.</summary>
    public abstract string NewAddress();

    /// <summary>Registers the store at an address.</summary>
    public abstract void AddStore(IServiceCollection services, string address);

    /// <summary>Jobs added per second with so many in each commit.</summary>
    public abstract double InsertLimit(byte[] payload, int count, int perCommit);

    /// <summary>Jobs claimed and completed per second with so many in each commit.</summary>
    public abstract double CycleLimit(byte[] payload, int count, int perCommit);

    /// <summary>Adds jobs past the queue, as fast as the database can.</summary>
    public abstract void Fill(string address, byte[] payload, int count);

    public virtual void Dispose()
    {
    }

    /// <summary>The database of an address that another process was given.</summary>
    public static void AddStoreAt(IServiceCollection services, string address)
    {
        if (address.Contains('=', StringComparison.Ordinal))
        {
            PostgresBench.Add(services, address);
        }
        else
        {
            SqliteBench.Add(services, address);
        }
    }

    /// <summary>Opens a store.</summary>
    public OpenStore Open(string address) => new(services => AddStore(services, address));
}
