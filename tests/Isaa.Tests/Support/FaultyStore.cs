using System.Reflection;
using Isaa.Jobs.Store;

namespace Isaa.Tests.Support;

/// <summary>A store some of whose calls fail.</summary>
public class FaultyStore : DispatchProxy
{
    private IJobStore _store = null!;
    private Func<string, object?[], Exception?> _fault = null!;

    /// <summary>Wraps a store.</summary>
    /// <param name="store">What answers.</param>
    /// <param name="fault">Asked before each call, with the method's name and its arguments; null lets it pass.</param>
    public static IJobStore Create(IJobStore store, Func<string, object?[], Exception?> fault)
    {
        var proxy = Create<IJobStore, FaultyStore>();
        var control = (FaultyStore)(object)proxy;
        (control._store, control._fault) = (store, fault);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _fault(targetMethod!.Name, args ?? []) is { } fault ? throw fault : targetMethod.Invoke(_store, args);
}
