using Isaa.Protocol.Sandbox;

namespace Isaa.Sandbox.Compiling;

/// <summary>The life of a process that compiles: it reads foreign code and never runs it, so it serves many requests.</summary>
internal static class CompilerProcess
{
    public static void Run(Channel channel)
    {
        var compiler = new SourceCompiler();
        Warm(compiler);
        channel.SayReady();
        while (channel.Read() is { } request)
        {
            channel.Reply(Answer(compiler, request));
        }
    }

    private static WorkerReply Answer(SourceCompiler compiler, WorkerRequest request)
    {
        try
        {
            return compiler.Compile(request);
        }
        catch (InsufficientExecutionStackException)
        {
            return new WorkerReply { Outcome = "failed", Findings = [new WorkerFault { Kind = "too_deep", Message = "The code is nested too deeply to be compiled." }] };
        }
    }

    private static void Warm(SourceCompiler compiler)
    {
        var reply = compiler.Compile(new WorkerRequest
        {
            Task = WorkerTask.Check,
            Entry = "Warm",
            Code = """
                public record Pair(string Name, int Count);
                static async Task<List<Pair>> Warm(string[] words, int most = 3)
                {
                    await Task.Yield();
                    return words.GroupBy(word => word.ToLowerInvariant()).Select(group => new Pair($"{group.Key}!", group.Count())).Take(most).ToList();
                }
                """,
            Imports = ["System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks"],
        });
        if (reply.Assembly is null)
        {
            throw new InvalidOperationException($"The compiler does not work: {string.Join("; ", reply.Findings.Select(static finding => finding.Message))}");
        }
    }
}
