using System.CommandLine;
using Isaa.Cli.Running;

namespace Isaa.Cli.Commands;

internal static class RunCommand
{
    public static Command Create(CliContext context)
    {
        var task = new Argument<string?>("TASK") { Description = "What to do, in words", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--in") { Description = "The folder to work in; the run sees and changes nothing else", HelpName = "FOLDER" };
        var agent = new Option<string?>("--agent") { Description = "The agent; when left out, the one whose capabilities fit the task, else the default one", HelpName = "NAME" };
        var can = new Option<string[]>("--can") { Description = "What the agent must be able to do, in the words of agents' capabilities; may be given several times", HelpName = "WORDS" };
        var persona = new Option<string?>("--persona") { Description = "The persona in place of the agent's", HelpName = "NAME" };
        var requires = new Option<string[]>("--requires") { Description = "What the worker must declare that takes the run; may be given several times", HelpName = "WORD" };
        var model = new Option<string?>("--model") { Description = "The model as provider/model", HelpName = "MODEL" };
        var session = new Option<string?>("--session") { Description = "Go on with this conversation", HelpName = "ID" };
        var turns = new Option<int?>("--max-turns") { Description = "Model calls at most", HelpName = "N" };
        var minutes = new Option<double?>("--max-minutes") { Description = "Minutes at most", HelpName = "N" };
        var tokens = new Option<long?>("--max-tokens") { Description = "Tokens at most, input and output together", HelpName = "N" };
        var usd = new Option<decimal?>("--max-usd") { Description = "US dollars at most", HelpName = "N" };
        var resume = new Option<string?>("--resume") { Description = "Go on with a run that failed, was cancelled or was interrupted; done steps are kept", HelpName = "ID" };
        var detach = new Option<bool>("--detach") { Description = "Start the run and return; a server works on it" };
        var command = new Command("run", "Has an agent do a task, shows it live, and writes the answer on standard output")
        {
            task, folder, agent, can, persona, requires, model, session, turns, minutes, tokens, usd, resume, detach,
        };
        command.SetAction((parsed, _) => RunVerb.RunAsync(context, new RunRequest
        {
            Task = parsed.GetValue(task),
            Folder = parsed.GetValue(folder),
            Agent = parsed.GetValue(agent),
            Capabilities = parsed.GetValue(can) ?? [],
            Persona = parsed.GetValue(persona),
            Requires = parsed.GetValue(requires) ?? [],
            Model = parsed.GetValue(model),
            Session = parsed.GetValue(session),
            Turns = parsed.GetValue(turns),
            Minutes = parsed.GetValue(minutes),
            Tokens = parsed.GetValue(tokens),
            Usd = parsed.GetValue(usd),
            Resume = parsed.GetValue(resume),
            Detach = parsed.GetValue(detach),
        }));
        return command;
    }
}
