using Isaa.Agents;

namespace Isaa.Chains;

/// <summary>The operators of chains on agents: with <c>using Isaa.Chains;</c> an agent can stand first.</summary>
public static class AgentOperators
{
    /// <summary>An agent on the left.</summary>
    extension(FlowAgent)
    {
        /// <summary>First the agent, then the right on its answer.</summary>
        public static Chain operator >>(FlowAgent left, Chain right) => (Chain)left >> right;

        /// <summary>First the agent, then a function of its answer.</summary>
        public static Chain operator >>(FlowAgent left, Func<string, string> right) => (Chain)left >> right;

        /// <summary>First the agent, then an asynchronous function of its answer.</summary>
        public static Chain operator >>(FlowAgent left, Func<string, Task<string>> right) => (Chain)left >> right;

        /// <summary>First the agent, then a function of its answer.</summary>
        public static Chain operator >>(FlowAgent left, Delegate right) => (Chain)left >> right;

        /// <summary>Both at once on the same data.</summary>
        public static Chain operator +(FlowAgent left, Chain right) => (Chain)left + right;

        /// <summary>Both at once on the same data.</summary>
        public static Chain operator +(FlowAgent left, Delegate right) => (Chain)left + right;

        /// <summary>Both at once on the same data; binds weaker than <c>&gt;&gt;</c>.</summary>
        public static Chain operator &(FlowAgent left, Chain right) => (Chain)left & right;

        /// <summary>Both at once on the same data; binds weaker than <c>&gt;&gt;</c>.</summary>
        public static Chain operator &(FlowAgent left, Delegate right) => (Chain)left & right;

        /// <summary>Otherwise: the two are the ways of the condition before them.</summary>
        public static Chain operator %(FlowAgent left, Chain right) => (Chain)left % right;

        /// <summary>Otherwise: the two are the ways of the condition before them.</summary>
        public static Chain operator %(FlowAgent left, Delegate right) => (Chain)left % right;

        /// <summary>The right on the original data when the agent fails.</summary>
        public static Chain operator |(FlowAgent left, Chain right) => (Chain)left | right;

        /// <summary>A function of the original data when the agent fails.</summary>
        public static Chain operator |(FlowAgent left, Delegate right) => (Chain)left | right;

        /// <summary>A text when the agent fails.</summary>
        public static Chain operator |(FlowAgent left, string right) => (Chain)left | right;
    }
}
