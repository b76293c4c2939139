using System.Security.Cryptography;
using System.Text;
using Isaa.Protocol.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages.CSharp;

/// <summary>
/// Compiled code by the hash of all that it depends on; the least recently used goes first. Two callers of the same code wait for one compilation.
/// Thread safe.
/// </summary>
internal sealed class CompiledFunctions(CompiledFiles files, IOptions<FunctionOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Task<WorkerReply> Reply)>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, Task<WorkerReply> Reply)> _byUse = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byUse.Count;
            }
        }
    }

    /// <summary>What the compiler answered to this request, now or earlier. An answer that failed for another reason than the code is not kept.</summary>
    public async Task<WorkerReply> GetAsync(WorkerRequest request, Func<Task<WorkerReply>> compile, CancellationToken cancellationToken)
    {
        var key = KeyOf(request);
        Task<WorkerReply> reply;
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                reply = known.Value.Reply;
            }
            else
            {
                reply = Task.Run(() => FindOrCompileAsync(key, compile), CancellationToken.None);
                _byKey[key] = _byUse.AddFirst((key, reply));
                DropOldest();
            }
        }

        try
        {
            return await reply.WaitAsync(cancellationToken);
        }
        catch (Exception) when (reply.IsFaulted || reply.IsCanceled)
        {
            Drop(key, reply);
            throw;
        }
    }

    private async Task<WorkerReply> FindOrCompileAsync(string key, Func<Task<WorkerReply>> compile)
    {
        if (files.Find(key) is { } known)
        {
            return known;
        }

        var made = await compile();
        files.Keep(key, made);
        return made;
    }

    private static string KeyOf(WorkerRequest request)
    {
        // Every part is preceded by its length, so that no two lists of parts are the same text.
        var text = new StringBuilder();
        foreach (var part in (string[])[request.Entry, request.Code, .. request.Imports])
        {
            _ = text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())));
    }

    private void DropOldest()
    {
        while (_byUse.Count > options.Value.CompiledFunctions)
        {
            _ = _byKey.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }
    }

    private void Drop(string key, Task<WorkerReply> reply)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node) && node.Value.Reply == reply)
            {
                _byUse.Remove(node);
                _ = _byKey.Remove(key);
            }
        }
    }
}
