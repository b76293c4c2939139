using System.Net;
using Isaa.Sandbox.Networking;

namespace Isaa.Tests.Functions.Networking;

/// <summary>Functions with a network whose names and allowed addresses each test sets.</summary>
public sealed class NetworkBed : IAsyncDisposable
{
    public NetworkBed() => Functions = new FunctionBed(null, sandbox: options => options.Network = new NetworkPolicy
    {
        Resolve = (host, _) => Task.FromResult(Resolve(host)),
        Allows = address => Allows(address),
    });

    public FunctionBed Functions { get; }

    public Func<string, IPAddress[]> Resolve { get; set; } = static _ => [];

    public Func<IPAddress, bool> Allows { get; set; } = static _ => false;

    public ValueTask DisposeAsync() => Functions.DisposeAsync();
}
